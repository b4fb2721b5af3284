package atoll.dms.api;

/**
 * Which output of an allocation is wanted.
 *
 * @param offset the first byte
 * @param follow whether to wait for more until the workload ends
 */
public record LogRequest(Stream stream, long offset, boolean follow) {
  public LogRequest {
    if (offset < 0) throw new IllegalArgumentException("offset is negative: " + offset);
  }

  /** Which of a workload's two outputs. */
  public enum Stream {
    STDOUT,
    STDERR
  }
}
