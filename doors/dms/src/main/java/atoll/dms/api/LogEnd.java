package atoll.dms.api;

/** Why no more output of an allocation is handed over. */
public sealed interface LogEnd {
  /** The workload has ended and all its output was handed over. */
  record Complete(long nextOffset) implements LogEnd {}

  /** The reader asked to stop, or what there is now was handed over. */
  record Stopped(long nextOffset) implements LogEnd {}

  /** There is no such deployment or allocation. */
  record Unknown() implements LogEnd {}

  /** It never started, so it has no output. */
  record NotStarted() implements LogEnd {}

  /** Its provider did not answer, or refused; {@code why} is for people. */
  record Unavailable(String why) implements LogEnd {}
}
