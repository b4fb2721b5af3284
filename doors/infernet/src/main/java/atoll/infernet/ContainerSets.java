package atoll.infernet;

import atoll.jobs.ServiceName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.jspecify.annotations.Nullable;

/**
 * Which services a container id stands for: the hash of their names in order (Infernet §4.2).
 * Chains are numbered, short ones first; of the first quarter of a million, which are all chains of
 * eight services and those of five among twelve, the hash is looked up in a table of 2 MB. It is
 * made when it is first needed, which takes some tenths of a second. Safe for any thread.
 */
public final class ContainerSets {
  private static final int MOST = 250_000;
  private static final int NUMBER_BITS = 18;
  private static final int WORD = 32;
  private static final Pattern ID = Pattern.compile("0x[0-9a-f]{64}");

  private final List<ServiceName> services;
  private final int chains;
  private long @Nullable [] table;

  public ContainerSets(List<ServiceName> services) {
    this.services = List.copyOf(services);
    long count = 0;
    long ofLength = 1;
    for (int length = 0; length < services.size() && count < MOST; length++) {
      ofLength *= services.size() - length;
      count += ofLength;
    }
    this.chains = (int) Math.min(count, MOST);
  }

  /**
   * The id of a chain, as {@code 0x} and hexadecimal in lower case.
   *
   * @param services in order
   */
  public static String id(List<ServiceName> services) {
    return "0x" + HexFormat.of().formatHex(hash(services));
  }

  private static byte[] hash(List<ServiceName> services) {
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
    return hash;
  }

  /** The services that an id stands for; nothing for every other text. */
  public Optional<List<ServiceName>> find(String id) {
    if (!ID.matcher(id).matches()) return Optional.empty();
    var sorted = table();
    long wanted = start(HexFormat.fromHexDigitsToLong(id, 2, 18));
    int at = Arrays.binarySearch(sorted, wanted);
    for (int i = at < 0 ? -at - 1 : at; i < sorted.length && start(sorted[i]) == wanted; i++) {
      var chain = chain((int) (sorted[i] - wanted));
      if (id(chain).equals(id)) return Optional.of(chain);
    }
    return Optional.empty();
  }

  /** For each chain the beginning of its hash and its number, in one word; sorted. */
  private synchronized long[] table() {
    if (table != null) return table;
    var made = new long[chains];
    for (int number = 0; number < chains; number++)
      made[number] = start(ByteBuffer.wrap(hash(chain(number))).getLong()) | number;
    Arrays.sort(made);
    table = made;
    return made;
  }

  private static long start(long word) {
    return word >>> NUMBER_BITS << NUMBER_BITS;
  }

  /** By length, and of one length in the order of the services. */
  private List<ServiceName> chain(int number) {
    long place = number;
    int length = 1;
    long ofLength = services.size();
    while (place >= ofLength) {
      place -= ofLength;
      ofLength *= services.size() - length++;
    }
    var left = new ArrayList<>(services);
    var chain = new ArrayList<ServiceName>(length);
    for (; length > 0; length--) {
      ofLength /= left.size(); // those that begin with one service
      chain.add(left.remove((int) (place / ofLength)));
      place %= ofLength;
    }
    return List.copyOf(chain);
  }
}
