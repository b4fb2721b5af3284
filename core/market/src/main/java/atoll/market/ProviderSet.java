package atoll.market;

/** A set of provider numbers, as one bit each. */
final class ProviderSet {
  private final long[] words;

  private ProviderSet(long[] words) {
    this.words = words;
  }

  static ProviderSet none(int universe) {
    return new ProviderSet(new long[(universe + 63) >>> 6]);
  }

  ProviderSet copy() {
    return new ProviderSet(words.clone());
  }

  void add(int provider) {
    words[provider >>> 6] |= 1L << provider;
  }

  void remove(int provider) {
    words[provider >>> 6] &= ~(1L << provider);
  }

  boolean contains(int provider) {
    return (words[provider >>> 6] & 1L << provider) != 0;
  }

  void retain(ProviderSet others) {
    for (int w = 0; w < words.length; w++) words[w] &= others.words[w];
  }

  int size() {
    int size = 0;
    for (long word : words) size += Long.bitCount(word);
    return size;
  }

  boolean isEmpty() {
    for (long word : words) if (word != 0) return false;
    return true;
  }

  /** The first member at or after {@code from}, or -1. */
  int next(int from) {
    int w = from >>> 6;
    if (w >= words.length) return -1;
    long word = words[w] & -1L << from;
    while (word == 0) {
      if (++w == words.length) return -1;
      word = words[w];
    }
    return (w << 6) + Long.numberOfTrailingZeros(word);
  }

  int words() {
    return words.length;
  }

  /** The {@code w}th sixty-four members, for keeping and putting back. */
  long word(int w) {
    return words[w];
  }

  void put(int w, long word) {
    words[w] = word;
  }
}
