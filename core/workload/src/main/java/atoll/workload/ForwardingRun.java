package atoll.workload;

import atoll.kernel.AllocationId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A run that is what another is, but for what a subclass does otherwise. */
public abstract class ForwardingRun implements Run {
  protected final Run inner;

  protected ForwardingRun(Run inner) {
    this.inner = inner;
  }

  @Override
  public AllocationId allocation() {
    return inner.allocation();
  }

  @Override
  public CapturedOutput output() {
    return inner.output();
  }

  @Override
  public Optional<Exit> exit() {
    return inner.exit();
  }

  @Override
  public Exit await() throws InterruptedException {
    return inner.await();
  }

  @Override
  public void onEnd(Consumer<Exit> then) {
    inner.onEnd(then);
  }

  @Override
  public void stop(Duration grace) throws InterruptedException {
    inner.stop(grace);
  }

  @Override
  public ExecResult exec(List<String> argv, Duration timeout) throws InterruptedException {
    return inner.exec(argv, timeout);
  }

  @Override
  public Optional<WorkloadNetwork> network() {
    return inner.network();
  }
}
