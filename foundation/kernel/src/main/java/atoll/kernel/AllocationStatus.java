package atoll.kernel;

import java.util.Locale;

/** Where an allocation is in its life (DMS §7.1). */
public enum AllocationStatus {
  PENDING,
  RUNNING,
  STOPPED,
  FAILED,
  COMPLETED,
  TERMINATED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean ended() {
    return this != PENDING && this != RUNNING;
  }
}
