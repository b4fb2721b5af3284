package atoll.jobs;

/** Where a streamed answer goes. */
@FunctionalInterface
public interface ChunkReader {
  /**
   * Takes the next bytes; blocks while the reader is slow.
   *
   * @throws ReaderGoneException if nobody reads any more
   */
  void bytes(byte[] buffer, int length);
}
