package atoll.workload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.AllocationType;
import atoll.workload.CapturedOutput.Stream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What executors promise besides when they run real programs: output, codes, limits, inside. */
public abstract class ProgramExecutorContract extends WorkloadExecutorContract {

  /** Writes the texts to its streams and ends with {@code code}. */
  protected abstract Program writing(String toStdout, String toStderr, int code);

  /** Writes {@code text} to stdout, then runs until it is stopped. */
  protected abstract Program writingThenLasting(String text);

  /** Writes each argument, then each variable as {@code NAME=value}, a line each, to stdout. */
  protected abstract Program echoing(List<String> arguments, Map<String, String> environment);

  /** Uses all the processor it gets, answers to nothing, never ends. */
  protected abstract Program busyLoop();

  /** Uses more and more memory until it is refused, and fails then. */
  protected abstract Program devouringMemory();

  /** A command that writes {@code text}, for executors whose workloads have an inside. */
  protected abstract Optional<List<String>> commandThatWrites(String text);

  @Test
  void bothStreamsAreCapturedApart() throws Exception {
    var run = executor().start(task("a", writing("to out\n", "to err\n", 0)));
    run.await();
    assertThat(all(run, Stream.STDOUT)).isEqualTo("to out\n");
    assertThat(all(run, Stream.STDERR)).isEqualTo("to err\n");
    assertThat(run.output().file(Stream.STDOUT)).hasContent("to out\n");
  }

  @Test
  void aProgramKeepsItsOwnExitCode() throws Exception {
    for (int code : new int[] {1, 42, 255}) {
      var run = executor().start(task("code-" + code, writing("", "", code)));
      assertThat(run.await()).isEqualTo(new Exit.Exited(code));
    }
  }

  @Test
  void outputIsReadFromAnyOffset() throws Exception {
    var run = executor().start(task("a", writing("0123456789", "", 0)));
    run.await();
    assertThat(new String(run.output().read(Stream.STDOUT, 4, 3), UTF_8)).isEqualTo("456");
    assertThat(new String(run.output().read(Stream.STDOUT, 8, 100), UTF_8)).isEqualTo("89");
    assertThat(run.output().read(Stream.STDOUT, 10, 100)).isEmpty();
    assertThat(run.output().read(Stream.STDOUT, 1_000_000, 100)).isEmpty();
  }

  @Test
  void outputIsFollowedWhileTheProgramRuns() throws Exception {
    var run = executor().start(service("a", writingThenLasting("ready\n")));
    var seen = new ByteArrayOutputStream();
    while (seen.size() < "ready\n".length()) {
      assertThat(run.output().awaitBeyond(Stream.STDOUT, seen.size())).isTrue();
      seen.write(run.output().read(Stream.STDOUT, seen.size(), 2));
    }
    assertThat(seen.toString(UTF_8)).isEqualTo("ready\n");
    assertThat(run.exit()).isEmpty();
    run.stop(Duration.ZERO);
    assertThat(run.output().awaitBeyond(Stream.STDOUT, seen.size())).isFalse();
  }

  @Test
  void outputOutlivesRemoval() throws Exception {
    var workload = task("a", writing("kept\n", "", 0));
    var run = executor().start(workload);
    run.await();
    executor().remove(workload.allocation());
    assertThat(all(run, Stream.STDOUT)).isEqualTo("kept\n");
    assertThat(workload.directory().resolve(Stream.STDOUT.fileName())).hasContent("kept\n");
  }

  @Test
  void argumentsAndEnvironmentArriveAsGiven() throws Exception {
    var environment = Map.of("GREETING", "good day, \"world\"");
    var run =
        executor().start(task("a", echoing(List.of("one", "two words", "$x;'"), environment)));
    assertThat(run.await()).isEqualTo(new Exit.Exited(0));
    assertThat(all(run, Stream.STDOUT).lines())
        .containsSubsequence("one", "two words", "$x;'")
        .contains("GREETING=good day, \"world\"");
  }

  @Test
  void theEnvironmentOfTheNodeStaysOutside() throws Exception {
    var run = executor().start(task("a", echoing(List.of(), Map.of())));
    run.await();
    assertThat(System.getenv()).containsKey("PATH");
    for (var name : List.of("JAVA_HOME", "USER", "LD_LIBRARY_PATH", "MAVEN_CMD_LINE_ARGS"))
      assertThat(all(run, Stream.STDOUT)).doesNotContain(name + "=");
  }

  @Test
  void aBusyLoopIsStoppedByForce() throws Exception {
    var run = executor().start(service("a", busyLoop()));
    assertThat(run.exit()).isEmpty();
    run.stop(Duration.ofMillis(200));
    assertThat(run.exit()).contains(new Exit.Killed(Exit.Cause.STOPPED));
  }

  @Test
  void aDeadlineEndsABusyLoop() throws Exception {
    var run =
        executor().start(limited("a", AllocationType.TASK, busyLoop(), Duration.ofMillis(500)));
    assertThat(run.await()).isEqualTo(new Exit.Killed(Exit.Cause.DEADLINE));
  }

  @Test
  void memoryIsLimited() throws Exception {
    var run =
        executor()
            .start(limited("a", AllocationType.TASK, devouringMemory(), Duration.ofSeconds(60)));
    assertThat(run.await()).isEqualTo(new Exit.Killed(Exit.Cause.OUT_OF_MEMORY));
  }

  @Test
  void commandsRunInsideOrAreRefusedInWords() throws Exception {
    var run = executor().start(service("a", lasting()));
    var command = commandThatWrites("from inside");
    if (command.isPresent()) {
      var result = run.exec(command.get(), Duration.ofSeconds(20));
      assertThat(result.exitCode()).isZero();
      assertThat(result.stdout()).contains("from inside");
    } else {
      assertThatThrownBy(() -> run.exec(List.of("echo", "x"), Duration.ofSeconds(20)))
          .isInstanceOf(WorkloadExecutorException.class)
          .hasMessageContaining("no inside");
    }
    run.stop(Duration.ZERO);
  }

  protected static String all(Run run, Stream stream) throws IOException {
    return new String(run.output().read(stream, 0, 1 << 20), UTF_8);
  }
}
