package atoll.infernet;

import atoll.jobs.ServiceName;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.digests.KeccakDigest;

/**
 * Which services a container id stands for: the hash of their names in order (Infernet §4.2). Short
 * chains are known; longer ones are searched for once, up to a budget and one at a time, and
 * remembered. Safe for any thread.
 */
public final class ContainerSets {
  private static final int KNOWN_AHEAD = 2000;
  private static final int SEARCHED = 250_000;
  private static final int LET_OTHERS_ON = 1000;
  private static final int REMEMBERED = 4096;
  private static final int WORD = 32;
  private static final Pattern ID = Pattern.compile("0x[0-9a-f]{64}");

  private final List<ServiceName> services;
  private final Map<String, List<ServiceName>> known = new HashMap<>();
  private final int knownLength;
  private final Map<String, Optional<List<ServiceName>>> found = latest();
  private final Map<String, Optional<List<ServiceName>>> missed = latest();
  private final Semaphore searches = new Semaphore(1);

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

  /** Those that were put there last; what is nobody's id drives out no id that is somebody's. */
  private static Map<String, Optional<List<ServiceName>>> latest() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Optional<List<ServiceName>>> eldest) {
        return size() > REMEMBERED;
      }
    };
  }

  /**
   * What is known without a search, which takes microseconds: what an id stands for, which may be
   * nothing.
   *
   * @return empty for one that was never searched for
   */
  public Optional<Optional<List<ServiceName>>> find(String id) {
    var chain = known.get(id);
    if (chain != null) return Optional.of(Optional.of(chain));
    if (knownLength == services.size() || !ID.matcher(id).matches())
      return Optional.of(Optional.empty());
    synchronized (found) {
      return Optional.ofNullable(found.get(id)).or(() -> Optional.ofNullable(missed.get(id)));
    }
  }

  /**
   * Finds or searches; an id that was never seen may take some tenths of a second, and waits for
   * others that are searched for.
   */
  public Optional<List<ServiceName>> search(String id) {
    var before = find(id);
    if (before.isPresent()) return before.get();
    searches.acquireUninterruptibly();
    return searchAndRelease(id);
  }

  /**
   * The same where strangers ask, of whom one at a time has something searched for.
   *
   * @throws AtollException with {@code OVERLOADED} if somebody else has
   */
  public Optional<List<ServiceName>> searchUnlessBusy(String id) {
    var before = find(id);
    if (before.isPresent()) return before.get();
    if (!searches.tryAcquire())
      throw new AtollException(
          ErrorCode.OVERLOADED, "another container id is searched for; try again in a moment");
    return searchAndRelease(id);
  }

  private Optional<List<ServiceName>> searchAndRelease(String id) {
    try {
      var before = find(id);
      if (before.isPresent()) return before.get();
      var chain = searched(id);
      synchronized (found) {
        (chain.isPresent() ? found : missed).put(id, chain);
      }
      return chain;
    } finally {
      searches.release();
    }
  }

  private Optional<List<ServiceName>> searched(String id) {
    var budget = new int[] {SEARCHED};
    var chain = new ArrayList<ServiceName>();
    for (int length = knownLength + 1; length <= services.size() && budget[0] > 0; length++) {
      boolean over =
          walk(
              new ArrayList<>(),
              length,
              (candidate, names) -> {
                if (candidate.equals(id)) chain.addAll(names);
                if (budget[0] % LET_OTHERS_ON == 0) Thread.yield();
                return !chain.isEmpty() || --budget[0] <= 0;
              });
      if (over) break;
    }
    return chain.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(chain));
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
