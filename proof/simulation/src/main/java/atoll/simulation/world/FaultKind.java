package atoll.simulation.world;

import java.util.Locale;

/** What may go wrong with a world. */
public enum FaultKind {
  MESSAGE_LOST,
  MESSAGE_REPEATED,
  MESSAGE_LATE,
  PARTITION,
  ONE_WAY_PARTITION,
  PAUSE,
  ORCHESTRATOR_CRASH,
  PROVIDER_CRASH,
  CRASH_IN_A_STEP,
  MACHINE_LOST,
  CLOCK_SET,
  DISK_WRITE_FAILED,
  DISK_FULL,
  START_FAILED,
  WORKLOAD_DIED,
  EXECUTOR_FAILED;

  /** For people: {@code message lost}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
