package atoll.workload;

import atoll.kernel.AllocationId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One workload that was started, until it is removed. */
public interface Run {
  AllocationId allocation();

  /** What it wrote so far; readable while it runs and after. */
  CapturedOutput output();

  /** How it ended, if it has. Never blocks. */
  Optional<Exit> exit();

  /** Waits until it has ended and all its output is captured. */
  Exit await() throws InterruptedException;

  /**
   * Calls {@code then} once, when it has ended and all its output is captured; at once if it has.
   * Not called if the executor was closed and the workload goes on.
   */
  default void onEnd(Consumer<Exit> then) {
    Thread.ofVirtual()
        .name("end-of-" + allocation().manifestKey())
        .start(() -> {
          try {
            then.accept(await());
          } catch (WorkloadExecutorException e) {
            if (!(e.getCause() instanceof InterruptedException))
              then.accept(new Exit.Lost(String.valueOf(e.getMessage())));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the program stops, and the workload goes on
          }
        });
  }

  /**
   * Asks it to end, and ends it by force after {@code grace}. Returns when it has ended; harmless
   * if it already had. One that had to be forced is {@link Exit.Cause#STOPPED}; one that ends by
   * itself within the grace may keep its own code.
   *
   * @throws WorkloadExecutorException if the runtime failed
   */
  void stop(Duration grace) throws InterruptedException;

  /**
   * Runs a command inside the workload's isolation.
   *
   * @throws WorkloadExecutorException if this executor has no inside to run commands in, or the
   *     runtime failed
   */
  ExecResult exec(List<String> argv, Duration timeout) throws InterruptedException;

  /**
   * The network that the workload has of its own, to look at it from within; empty if it has none,
   * or this program may not enter it.
   *
   * @throws WorkloadExecutorException if the runtime failed
   */
  default Optional<WorkloadNetwork> network() {
    return Optional.empty();
  }

  /** What a command inside a workload answered; output beyond 1 MiB is cut. */
  record ExecResult(int exitCode, String stdout, String stderr) {}
}
