package atoll.orchestrator;

/** A part of an allocation's output: which stream, from which byte, at most how many. */
public record LogQuery(Stream stream, long offset, int maxBytes) {
  public LogQuery {
    if (offset < 0) throw new IllegalArgumentException("offset is negative: " + offset);
    if (maxBytes < 1 || maxBytes > 1 << 19)
      throw new IllegalArgumentException("at most 512 KiB are read at once, and at least 1 byte");
  }

  /** Which of a workload's two outputs. */
  public enum Stream {
    STDOUT,
    STDERR
  }
}
