package atoll.protocol;

import atoll.kernel.Sha256;
import java.util.regex.Pattern;

/**
 * A module that is too large for one message: the orchestrator has it, and its provider fetches it
 * in pieces; ours.
 *
 * @param sha256 64 hex digits
 * @param size in bytes
 */
public record CarriedModule(String sha256, int size) {
  /** Up to here a module travels within the allocate message. */
  public static final int LARGEST_INLINE = 256 << 10;

  public static final int LARGEST = 32 << 20;

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  public CarriedModule {
    if (!DIGEST.matcher(sha256).matches())
      throw new IllegalArgumentException("a module's digest has 64 hex digits");
    if (size < 1 || size > LARGEST)
      throw new IllegalArgumentException("a module has 1 byte to 32 MiB, not " + size + " bytes");
  }

  public static CarriedModule of(byte[] module) {
    return new CarriedModule(Sha256.hex(module), module.length);
  }

  /** Whether {@code module} is the one that is meant. */
  public boolean is(byte[] module) {
    return module.length == size && Sha256.hex(module).equals(sha256);
  }
}
