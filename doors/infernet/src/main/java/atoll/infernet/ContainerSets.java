package atoll.infernet;

import atoll.jobs.ServiceName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.digests.KeccakDigest;

/**
 * Which services a container id stands for: the hash of their names in order (Infernet §4.2). Short
 * chains are known; longer ones are searched for once, up to a budget, and remembered.
 */
public final class ContainerSets {
  private static final int KNOWN_AHEAD = 2000;
  private static final int SEARCHED = 250_000;
  private static final int REMEMBERED = 4096;
  private static final int WORD = 32;

  private final List<ServiceName> services;
  private final Map<String, List<ServiceName>> known = new HashMap<>();
  private final LinkedHashMap<String, Optional<List<ServiceName>>> searched =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<List<ServiceName>>> eldest) {
          return size() > REMEMBERED;
        }
      };
  private final int knownLength;

  public ContainerSets(List<ServiceName> services) {
    this.services = List.copyOf(services);
    int length = 0;
    long count = 0;
    long more = 1;
    while (length < services.size()) {
      more *= services.size() - length;
      if (count + more > KNOWN_AHEAD) break;
      count += more;
      length++;
      var _ =
          walk(
              new ArrayList<>(),
              length,
              (id, chain) -> {
                known.put(id, chain);
                return false;
              });
    }
    this.knownLength = length;
  }

  /**
   * The id of a chain, as {@code 0x} and hexadecimal in lower case.
   *
   * @param services in order
   */
  public static String id(List<ServiceName> services) {
    var text = String.join(",", services.stream().map(ServiceName::value).toList());
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    int padded = (utf8.length + WORD - 1) / WORD * WORD;
    var encoded = ByteBuffer.allocate(2 * WORD + padded);
    encoded.put(WORD - 1, (byte) WORD);
    encoded.putInt(2 * WORD - Integer.BYTES, utf8.length);
    encoded.put(2 * WORD, utf8);
    var keccak = new KeccakDigest(256);
    keccak.update(encoded.array(), 0, encoded.capacity());
    var hash = new byte[WORD];
    keccak.doFinal(hash, 0);
    return "0x" + HexFormat.of().formatHex(hash);
  }

  /** What is known without a search; takes microseconds. */
  public Optional<List<ServiceName>> find(String id) {
    var chain = known.get(id);
    if (chain != null) return Optional.of(chain);
    synchronized (searched) {
      return searched.getOrDefault(id, Optional.empty());
    }
  }

  /** Finds or searches; an id that was never seen may take a tenth of a second. */
  public Optional<List<ServiceName>> search(String id) {
    var chain = known.get(id);
    if (chain != null) return Optional.of(chain);
    synchronized (searched) {
      var before = searched.get(id);
      if (before != null) return before;
      var budget = new int[] {SEARCHED};
      var found = new ArrayList<ServiceName>();
      for (int length = knownLength + 1; length <= services.size() && budget[0] > 0; length++) {
        boolean over =
            walk(
                new ArrayList<>(),
                length,
                (candidate, names) -> {
                  if (candidate.equals(id)) found.addAll(names);
                  return !found.isEmpty() || --budget[0] <= 0;
                });
        if (over) break;
      }
      Optional<List<ServiceName>> result =
          found.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(found));
      searched.put(id, result);
      return result;
    }
  }

  /** Whether a visitor of chains has seen enough. */
  private interface Visitor {
    boolean enough(String id, List<ServiceName> chain);
  }

  private boolean walk(List<ServiceName> begun, int length, Visitor visitor) {
    if (begun.size() == length) return visitor.enough(id(begun), List.copyOf(begun));
    for (var service : services) {
      if (begun.contains(service)) continue;
      begun.add(service);
      boolean enough = walk(begun, length, visitor);
      begun.removeLast();
      if (enough) return true;
    }
    return false;
  }
}
