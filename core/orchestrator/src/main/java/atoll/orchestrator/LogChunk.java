package atoll.orchestrator;

/** A part of an allocation's output. */
public sealed interface LogChunk {
  /**
   * Bytes from the asked offset on, none if nothing came in time.
   *
   * @param ended whether the workload has ended and nothing follows {@code nextOffset}
   */
  record Bytes(byte[] data, long nextOffset, boolean ended) implements LogChunk {}

  /** There is no such deployment or allocation. */
  record Unknown() implements LogChunk {}

  /** It has not been started, so there is no output yet. */
  record NotStarted() implements LogChunk {}

  /** Its provider did not answer, or refused; {@code why} is for people. */
  record Unavailable(String why) implements LogChunk {}
}
