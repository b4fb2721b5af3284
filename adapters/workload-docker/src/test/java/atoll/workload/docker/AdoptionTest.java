package atoll.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.workload.Exit;
import atoll.workload.Program;
import atoll.workload.Workload;
import atoll.workload.WorkloadExecutorException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Containers outlive the process that started them, and are taken up again. */
class AdoptionTest extends RealEngine {
  /** Counts to 300, a line at a time, to both streams, and waits for a file in between. */
  private static final String COUNTING =
      "i=0; while [ $i -lt 300 ]; do echo $i; echo e$i >&2; i=$((i+1));"
          + " if [ $i -eq 150 ]; then while [ ! -e /go/on ]; do usleep 20000; done; fi; done";

  @Test
  @DisplayName("A41: a running container is found by label after a restart, and goes on")
  void aRunningContainerIsTakenUp() throws Exception {
    var workload = workload("a", Containers.script("echo up; exec sleep 1000"));
    var before = executor();
    var first = before.start(workload);
    awaitOutput(first, 3);
    before.close();

    var after = executor();
    var found = after.find(workload.allocation()).orElseThrow();
    assertThat(found.exit()).isEmpty();
    assertThat(after.start(workload)).isSameAs(found);
    assertThat(TestEngine.containersOf(provider)).hasSize(1);
    assertThat(after.allocations()).containsExactly(workload.allocation());
    found.stop(Duration.ZERO);
    assertThat(found.exit()).contains(new Exit.Killed(Exit.Cause.STOPPED));
    assertThat(out(found)).isEqualTo("up\n");
  }

  @Test
  void outputWrittenBeforeDuringAndAfterARestartIsCapturedOnce() throws Exception {
    var workload = counting("a");
    var before = executor();
    var first = before.start(workload);
    awaitOutput(first, 100);
    before.close();
    letGoOn(workload);
    var found = executor().find(workload.allocation()).orElseThrow();
    assertThat(found.await()).isEqualTo(new Exit.Exited(0));
    assertThat(out(found)).isEqualTo(lines(""));
    assertThat(err(found)).isEqualTo(lines("e"));
  }

  @Test
  void outputIsCapturedOnceThoughEveryStreamBreaks() throws Exception {
    try (var socket = new CuttableSocket(folders)) {
      socket.listen();
      var workload = counting("a");
      var run = executor(provider, socket.address()).start(workload);
      awaitOutput(run, 100);
      socket.cut();
      letGoOn(workload);
      assertThat(run.await()).isEqualTo(new Exit.Exited(0));
      assertThat(out(run)).isEqualTo(lines(""));
      assertThat(err(run)).isEqualTo(lines("e"));
    }
  }

  @Test
  void anEngineThatIsAwayForAWhileIsWaitedFor() throws Exception {
    try (var socket = new CuttableSocket(folders)) {
      socket.listen();
      var workload = counting("a");
      var run = executor(provider, socket.address()).start(workload);
      awaitOutput(run, 100);
      socket.close();
      letGoOn(workload);
      assertThat(run.exit()).isEmpty();
      socket.listen();
      assertThat(run.await()).isEqualTo(new Exit.Exited(0));
      assertThat(out(run)).isEqualTo(lines(""));
    }
  }

  @Test
  void bytesThatAreNoTextSurviveAResumedCapture() throws Exception {
    var script =
        "printf '\\377\\376\\000\\200a'; while [ ! -e /go/on ]; do usleep 20000; done; printf '\\201\\n'";
    var workload = mounted(workload("a", Containers.script(script)));
    var before = executor();
    awaitOutput(before.start(workload), 5);
    before.close();
    letGoOn(workload);
    var found = executor().find(workload.allocation()).orElseThrow();
    found.await();
    assertThat(found.output().read(atoll.workload.CapturedOutput.Stream.STDOUT, 0, 100))
        .containsExactly(0xff, 0xfe, 0, 0x80, 'a', 0x81, '\n');
  }

  @Test
  void anEndedContainerIsStillKnownWithItsExitAfterARestart() throws Exception {
    var before = executor();
    var coded = workload("coded", Containers.script("echo said; exit 7"));
    var stopped = workload("stopped", Containers.command("sleep", "1000"));
    before.start(coded).await();
    before.start(stopped).stop(Duration.ZERO);
    before.close();

    var after = executor();
    var found = after.find(coded.allocation()).orElseThrow();
    assertThat(found.exit()).contains(new Exit.Exited(7));
    assertThat(out(found)).isEqualTo("said\n");
    assertThat(after.start(stopped).await()).isEqualTo(new Exit.Killed(Exit.Cause.STOPPED));
    after.remove(coded.allocation());
    after.remove(stopped.allocation());
    assertThat(TestEngine.containersOf(provider)).isEmpty();
  }

  @Test
  void aDeadlineHoldsAcrossARestart() throws Exception {
    var workload = limited(workload("a", Containers.command("sleep", "1000")), 2);
    var before = executor();
    before.start(workload);
    before.close();
    var found = executor().find(workload.allocation()).orElseThrow();
    assertThat(found.await()).isEqualTo(new Exit.Killed(Exit.Cause.DEADLINE));
  }

  @Test
  void whatWentDownWithTheMachineIsGoneAndItsOutputIsLeft() throws Exception {
    var workload = workload("a", Containers.script("echo before; exec sleep 1000"));
    var before = executor();
    awaitOutput(before.start(workload), 7);
    before.close();
    TestEngine.CLIENT.killContainerCmd(TestEngine.containersOf(provider).getFirst()).exec();
    var after = executor(startedAt(Instant.now().plusSeconds(60)));
    assertThat(after.find(workload.allocation())).isEmpty();
    assertThat(after.allocations()).isEmpty();
    assertThat(java.nio.file.Files.readString(workload.directory().resolve("stdout.log")))
        .isEqualTo("before\n");
    assertThat(after.start(workload).exit()).as("and may be started again").isEmpty();
  }

  @Test
  void whatEndedByItselfBeforeTheMachineWentDownHasItsExit() throws Exception {
    var workload = workload("a", Containers.script("exit 7"));
    var before = executor();
    before.start(workload).await();
    before.close();
    var after = executor(startedAt(Instant.now().plusSeconds(3600)));
    assertThat(after.find(workload.allocation()).orElseThrow().await())
        .isEqualTo(new Exit.Exited(7));
  }

  @Test
  void whatRunsWasNotEndedByAnything() throws Exception {
    var workload = workload("a", Containers.command("sleep", "1000"));
    var before = executor();
    before.start(workload);
    before.close();
    assertThat(executor(startedAt(Instant.now().plusSeconds(60))).find(workload.allocation()))
        .isPresent();
  }

  /** A file system that describes a machine which was started then. */
  private Path startedAt(Instant start) throws IOException {
    var proc = java.nio.file.Files.createDirectories(folders.resolve("root/proc"));
    java.nio.file.Files.writeString(
        proc.resolve("stat"), "cpu 1 2 3\nbtime " + start.getEpochSecond() + "\nprocesses 7\n");
    return folders.resolve("root");
  }

  @Test
  void anotherProviderOnTheSameEngineSeesNothing() throws Exception {
    var workload = workload("a", Containers.command("sleep", "1000"));
    executor().start(workload);
    var neighbour = executor(provider + "-neighbour", DockerHost.USUAL);
    assertThat(neighbour.find(workload.allocation())).isEmpty();
    assertThat(neighbour.allocations()).isEmpty();
    neighbour.remove(workload.allocation());
    assertThat(TestEngine.containersOf(provider)).hasSize(1);
  }

  @Test
  void whoeverWaitsForAnEndIsToldThatTheExecutorWasClosed() throws Exception {
    var executor = executor();
    var run = executor.start(workload("a", Containers.command("sleep", "1000")));
    executor.close();
    Assertions.assertThatThrownBy(run::await)
        .isInstanceOf(WorkloadExecutorException.class)
        .hasMessageContaining("the container goes on");
  }

  @Test
  void aContainerThatSomeoneElseRemovedMeanwhileIsLost() throws Exception {
    try (var socket = new CuttableSocket(folders)) {
      socket.listen();
      var run =
          executor(provider, socket.address())
              .start(workload("a", Containers.command("sleep", "1000")));
      socket.close();
      TestEngine.discard(provider);
      socket.listen();
      assertThat(run.await()).isInstanceOf(Exit.Lost.class);
    }
  }

  @Test
  void whatAnInterruptedStartLeftBehindIsReplaced() throws Exception {
    var workload = workload("a", Containers.command("true"));
    var labels = new Labels(provider);
    TestEngine.CLIENT
        .createContainerCmd(TestEngine.BUSYBOX)
        .withName(labels.name(workload.allocation()))
        .withLabels(
            labels.of(workload.allocation(), workload.directory(), Optional.empty(), false, false))
        .exec();
    assertThat(executor().start(workload).await()).isEqualTo(new Exit.Exited(0));
  }

  @Test
  void aContainerThatTheEngineStartsAgainKeepsOneOutputAndItsLastExit() throws Exception {
    var program =
        Containers.restarting(
            Containers.script("echo x >>/lives; wc -l </lives; [ $(wc -l </lives) -eq 3 ]"),
            Program.Restart.ON_FAILURE);
    var run = executor().start(workload("a", program));
    assertThat(run.await()).isEqualTo(new Exit.Exited(0));
    assertThat(out(run).lines().map(String::strip)).containsExactly("1", "2", "3");
  }

  @Test
  void aContainerThatAlwaysRestartsEndsWhenItIsStopped() throws Exception {
    var program =
        Containers.restarting(Containers.script("echo life; sleep 0.1"), Program.Restart.ALWAYS);
    var run = executor().start(workload("a", program));
    awaitOutput(run, 10);
    assertThat(run.exit()).isEmpty();
    run.stop(Duration.ofSeconds(1));
    assertThat(run.exit()).isPresent();
  }

  private Workload counting(String name) throws IOException {
    return mounted(workload(name, Containers.script(COUNTING)));
  }

  private static Workload mounted(Workload w) throws IOException {
    var go = java.nio.file.Files.createDirectories(w.directory().resolve("go"));
    return new Workload(
        w.allocation(),
        w.type(),
        w.program(),
        w.limits(),
        w.directory(),
        w.provision(),
        w.keys(),
        java.util.List.of(new Workload.Mount(go, "/go", true)),
        w.ports(),
        w.deadline(),
        Optional.empty());
  }

  private static void letGoOn(Workload workload) throws IOException {
    java.nio.file.Files.createFile(workload.directory().resolve("go/on"));
  }

  private static Workload limited(Workload w, int seconds) {
    return new Workload(
        w.allocation(),
        w.type(),
        w.program(),
        w.limits(),
        w.directory(),
        w.provision(),
        w.keys(),
        w.mounts(),
        w.ports(),
        Optional.of(Duration.ofSeconds(seconds)),
        Optional.empty());
  }

  private static String lines(String prefix) {
    return IntStream.range(0, 300).mapToObj(i -> prefix + i + "\n").collect(Collectors.joining());
  }
}
