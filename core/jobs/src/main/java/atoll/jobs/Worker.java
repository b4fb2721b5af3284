package atoll.jobs;

import java.util.function.Consumer;

/** The services of this node, as jobs use them. Safe for any thread; never throws. */
public interface Worker {
  /**
   * Puts a call to its service. {@code then} is called exactly once, within the worker's own
   * deadline; perhaps before this returns, so this may block.
   */
  void call(Call call, Consumer<Answer> then);

  /**
   * Passes on what the service answers as it comes, and returns when no more does. Blocks, within
   * the worker's own deadline.
   *
   * @throws ReaderGoneException that {@code reader} threw; the call is broken off
   */
  StreamEnd stream(Call call, ChunkReader reader) throws InterruptedException;

  /** Why no more comes. */
  sealed interface StreamEnd {
    record Complete() implements StreamEnd {}

    record Broken(String error) implements StreamEnd {}
  }
}
