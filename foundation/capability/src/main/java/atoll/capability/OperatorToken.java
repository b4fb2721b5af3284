package atoll.capability;

import static java.nio.charset.StandardCharsets.US_ASCII;

import atoll.identity.Did;
import atoll.identity.SecretFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The word that the local API asks for: whoever can read its file, mode 0600, is this machine's
 * operator.
 */
public final class OperatorToken {
  private static final int BYTES = 32;
  private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");
  private static final Duration GRANTED_FOR = Duration.ofDays(1);

  private final byte[] token;
  private final Did operator;
  private final InstantSource clock;

  private OperatorToken(String token, Did operator, InstantSource clock) {
    this.token = token.getBytes(US_ASCII);
    this.operator = operator;
    this.clock = clock;
  }

  /**
   * Takes the token in {@code file}, or puts a new one there if there is none that only the owner
   * can read.
   *
   * @param operator on whose authority the local API then acts: the node's own
   * @param random a {@link java.security.SecureRandom} outside tests
   */
  public static OperatorToken keptIn(
      Path file, Did operator, InstantSource clock, RandomGenerator random) {
    if (Files.isRegularFile(file) && !SecretFile.isExposed(file)) {
      var kept = read(file);
      if (SHAPE.matcher(kept).matches()) return new OperatorToken(kept, operator, clock);
    }
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    var fresh = HexFormat.of().formatHex(bytes);
    SecretFile.write(file, (fresh + "\n").getBytes(US_ASCII));
    return new OperatorToken(fresh, operator, clock);
  }

  /** What a client on the same machine presents. */
  public static String read(Path file) {
    return new String(SecretFile.read(file, 4096), US_ASCII).strip();
  }

  /** A grant of everything for a day, if {@code presented} is the token; takes as long if not. */
  public Optional<Grant> check(String presented) {
    if (!MessageDigest.isEqual(presented.getBytes(US_ASCII), token)) return Optional.empty();
    var until = Expiry.at(clock.instant().plus(GRANTED_FOR));
    return Optional.of(CapabilityVerifier.operatorGrant(operator, until));
  }

  @Override
  public String toString() {
    return "***";
  }
}
