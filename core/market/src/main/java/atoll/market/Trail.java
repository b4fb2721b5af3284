package atoll.market;

import java.util.Arrays;

/** What was taken from sets of providers, so that it can be put back in reverse order. */
final class Trail {
  private int[] nodes = new int[256];
  private int[] at = new int[256];
  private long[] before = new long[256];
  private int length;

  int mark() {
    return length;
  }

  void change(int node, int word, long value, ProviderSet[] left, int[] sizes) {
    long old = left[node].word(word);
    if (old == value) return;
    if (length == nodes.length) grow();
    nodes[length] = node;
    at[length] = word;
    before[length++] = old;
    left[node].put(word, value);
    sizes[node] += Long.bitCount(value) - Long.bitCount(old);
  }

  void undo(int mark, ProviderSet[] left, int[] sizes) {
    while (length > mark) {
      length--;
      var set = left[nodes[length]];
      int word = at[length];
      sizes[nodes[length]] += Long.bitCount(before[length]) - Long.bitCount(set.word(word));
      set.put(word, before[length]);
    }
  }

  private void grow() {
    nodes = Arrays.copyOf(nodes, 2 * length);
    at = Arrays.copyOf(at, 2 * length);
    before = Arrays.copyOf(before, 2 * length);
  }
}
