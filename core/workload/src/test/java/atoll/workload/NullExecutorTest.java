package atoll.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NullExecutorTest extends WorkloadExecutorContract {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final NullExecutor executor = new NullExecutor(Alarm.on(timer));

  @Override
  protected WorkloadExecutor executor() {
    return executor;
  }

  @Override
  protected Program brief() {
    return new Program.Nothing();
  }

  @Override
  protected Program lasting() {
    return new Program.Nothing();
  }

  @Override
  protected Program foreign() {
    return new Program.WasmModule(new byte[] {1}, List.of(), Map.of());
  }

  @AfterEach
  void stop() {
    executor.close();
    timer.shutdownNow();
  }

  @Test
  void hasNoInside() throws Exception {
    var run = executor.start(service("a", lasting()));
    assertThatThrownBy(() -> run.exec(List.of("true"), Duration.ofSeconds(1)))
        .isInstanceOf(WorkloadExecutorException.class)
        .hasMessageContaining("no inside");
  }

  @Test
  void closingEndsWhatRuns() throws Exception {
    var run = executor.start(service("a", lasting()));
    executor.close();
    assertThat(run.await()).isEqualTo(new Exit.Killed(Exit.Cause.STOPPED));
  }
}
