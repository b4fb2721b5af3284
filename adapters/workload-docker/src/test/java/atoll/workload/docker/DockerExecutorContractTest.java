package atoll.workload.docker;

import atoll.workload.Alarm;
import atoll.workload.LocalName;
import atoll.workload.Program;
import atoll.workload.ProgramExecutorContract;
import atoll.workload.WorkloadExecutor;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;

/** The port's promises, kept by real containers. */
class DockerExecutorContractTest extends ProgramExecutorContract {
  private final String provider = "contract-" + UUID.randomUUID();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final DockerExecutor executor =
      new DockerExecutor(DockerHost.USUAL, provider, Alarm.on(timer), InstantSource.system());

  @AfterEach
  void leaveNothing() {
    executor.close();
    timer.shutdownNow();
    TestEngine.discard(provider);
  }

  @Override
  protected WorkloadExecutor executor() {
    return executor;
  }

  @Override
  protected LocalName name(String name) {
    return new LocalName(provider + "-" + name);
  }

  @Override
  protected Program brief() {
    return Containers.command("true");
  }

  @Override
  protected Program lasting() {
    return Containers.command("sleep", "1000000");
  }

  @Override
  protected Program writing(String toStdout, String toStderr, int code) {
    return Containers.command(
        "sh",
        "-c",
        "printf %s \"$1\"; printf %s \"$2\" >&2; exit $3",
        "-",
        toStdout,
        toStderr,
        Integer.toString(code));
  }

  @Override
  protected Program writingThenLasting(String text) {
    return Containers.command("sh", "-c", "printf %s \"$1\"; exec sleep 1000000", "-", text);
  }

  @Override
  protected Program echoing(List<String> arguments, Map<String, String> environment) {
    var line = new ArrayList<>(List.of("sh", "-c", "for a; do echo \"$a\"; done; exec env", "-"));
    line.addAll(arguments);
    return Containers.with(Containers.of(TestEngine.BUSYBOX), Optional.of(line), environment);
  }

  @Override
  protected Program busyLoop() {
    return Containers.script("while :; do :; done");
  }

  @Override
  protected Program devouringMemory() {
    return Containers.command("tail", "/dev/zero");
  }

  @Override
  protected Optional<List<String>> commandThatWrites(String text) {
    return Optional.of(List.of("echo", text));
  }
}
