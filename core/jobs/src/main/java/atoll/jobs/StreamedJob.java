package atoll.jobs;

/** A job whose answer is passed on while it comes. Run it soon, and once. */
public interface StreamedJob {
  JobId id();

  /**
   * Runs it. Blocks until no more comes. A failure of the service ends it early, and is in its
   * result.
   *
   * @throws ReaderGoneException that {@code reader} threw; the job has failed then
   */
  void run(ChunkReader reader) throws InterruptedException;
}
