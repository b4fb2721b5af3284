package atoll.workload.docker;

import atoll.kernel.Backoff;
import atoll.workload.Exit;
import atoll.workload.OutputFiles;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one container to its end, capturing what it writes, whatever breaks on the way: streams,
 * the engine, or this process before. Asks nothing at intervals while the engine is well; while it
 * is away, tries again after growing pauses of at most five seconds.
 *
 * @param output where all that it writes is captured; empty if that is left to the engine
 * @param restarts the engine may start the container again by itself, so that an end may not be the
 *     last
 * @param asked why this provider asked it to end, if it did by then
 */
record Following(
    Engine engine,
    String container,
    Optional<OutputFiles> output,
    boolean restarts,
    Optional<Instant> deadline,
    Supplier<Optional<Exit.Cause>> asked) {
  private static final Logger LOG = LoggerFactory.getLogger(Following.class);
  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

  /** So often may the engine refuse to send a log before its rest is given up. */
  private static final int MAX_REFUSALS = 3;

  /**
   * Returns when the container has ended and all its output is captured.
   *
   * @param live the round that was opened before the start; null for a container that is taken up
   */
  Exit toTheEnd(@Nullable Round live) throws InterruptedException {
    boolean complete = false;
    if (live != null)
      try (live) {
        var result = live.await();
        complete = result.complete() && result.exitCode().isPresent() && !restarts;
        if (complete && result.exitCode().orElseThrow() == 0)
          return new Exit.Exited(0); // nothing else to ask the engine
      }
    var pause = PAUSES.first();
    int refusals = 0;
    while (true) {
      try {
        var now = engine.inspect(container);
        if (now.isEmpty())
          return new Exit.Lost("the container was removed from the engine by someone else");
        if (!now.get().alive()) {
          if (!complete && refusals < MAX_REFUSALS && output.isPresent())
            captureRest(engine, container, output.get());
          return Ending.of(now.get(), asked.get(), deadline);
        }
        if (output.isPresent()) nextRound(output.get());
        else awaitEnd();
        pause = PAUSES.first();
      } catch (EngineException e) {
        if (e.reached() && ++refusals == MAX_REFUSALS)
          LOG.warn("the engine does not give back what {} wrote: {}", container, e.words());
        rest(pause);
        pause = PAUSES.after(pause);
      }
    }
  }

  /** Nobody counts this latch down: closing interrupts, and that ends the rest. */
  private static void rest(Duration pause) throws InterruptedException {
    boolean _ = new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The engine may end the log of a container between two of its lives, so it proves nothing. */
  private void nextRound(OutputFiles output) throws InterruptedException {
    var exit = engine.wait(container, "not-running");
    EngineStream logs;
    try {
      logs = engine.logs(container, true);
    } catch (EngineException e) {
      exit.close();
      throw e;
    }
    try (var round = new Round(logs, exit, Capture.resuming(output))) {
      var _ = round.await();
    }
  }

  /** Returns when the engine says that the container ended, or no longer says anything. */
  private void awaitEnd() throws InterruptedException {
    var told = new CountDownLatch(1);
    try (var exit = engine.wait(container, "not-running")) {
      Thread.startVirtualThread(() -> {
        try {
          int _ = exit.exitCode();
        } catch (IOException | RuntimeException e) {
          LOG.debug("waiting for {}: {}", container, e.getMessage());
        } finally {
          told.countDown();
        }
      });
      told.await();
    }
  }

  /** What an ended container wrote and nobody captured. */
  static void captureRest(Engine engine, String container, OutputFiles output) {
    try (var logs = engine.logs(container, false)) {
      Frames.read(logs.bytes(), Capture.resuming(output));
    } catch (IOException e) {
      throw EngineException.unreachable(engine.address(), e);
    }
  }
}
