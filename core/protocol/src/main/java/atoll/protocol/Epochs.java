package atoll.protocol;

import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;

/**
 * The epoch of a deployment, ours: it grows with every placement of any of its nodes and whenever
 * its orchestrator takes it up again. A provider remembers the greatest that it has heard for an
 * ensemble of an owner, and refuses commands of an older one, so that what is late or stale can
 * never stop or start newer work. v0.5 peers say none, which counts as 0.
 */
public final class Epochs {
  /** Of messages that say none; older than every other. */
  public static final long NONE = 0;

  private Epochs() {}

  /**
   * @throws IllegalArgumentException if it is negative
   */
  static void require(long epoch) {
    if (epoch < NONE) throw new IllegalArgumentException("epoch is negative: " + epoch);
  }

  static CanonicalJson write(CanonicalJson out, long epoch) {
    return epoch == NONE ? out : out.name("Epoch").value(epoch);
  }

  static long read(Fields fields) {
    return natural(fields, "Epoch", NONE);
  }

  static long natural(Fields fields, String name, long otherwise) {
    long value = fields.optionalInteger(name).orElse(otherwise);
    if (value < 0) throw new MalformedJsonException(name + " is negative");
    return value;
  }

  /** What a provider says to a command of an older epoch. */
  public static String refusal(long asked, long greatest) {
    return "an older epoch (%d) than %d".formatted(asked, greatest);
  }
}
