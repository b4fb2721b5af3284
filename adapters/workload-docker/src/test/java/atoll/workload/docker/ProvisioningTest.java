package atoll.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.workload.CapturedOutput.Stream;
import atoll.workload.Exit;
import atoll.workload.WorkloadExecutorException;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Scripts that run in a container before its program (DMS §9.2, §15.3 no. 11). */
class ProvisioningTest extends RealEngine {

  @Test
  void scriptsRunInTheirOrderBeforeTheProgramOfTheImage() throws Exception {
    var image = TestEngine.image("greeter", "ENTRYPOINT [\"echo\", \"good\"]\nCMD [\"day\"]");
    var workload =
        provisioned(
            workload("a", Containers.of(image)),
            "z-first",
            "#!/bin/sh\necho one >>/made; echo from $0",
            "a-second",
            "echo two >>/made; cat /made");
    var run = executor().start(workload);
    assertThat(run.await()).isEqualTo(new Exit.Exited(0));
    assertThat(out(run)).isEqualTo("from /.atoll/provision/0\none\ntwo\ngood day\n");
  }

  @Test
  void argumentsOfTheProgramPassThroughUntouched() throws Exception {
    var program = Containers.command("printf", "%s|", "a  b", "$HOME", "it's", "\"q\"", "", "*");
    var run = executor().start(provisioned(workload("a", program), "s", "true"));
    run.await();
    assertThat(out(run)).isEqualTo("a  b|$HOME|it's|\"q\"||*|");
  }

  @Test
  void theStartReturnsOnlyAfterTheScripts() throws Exception {
    var workload =
        provisioned(
            workload("a", Containers.command("sleep", "1000")),
            "slow",
            "sleep 1; echo provisioned");
    var run = executor().start(workload);
    assertThat(out(run)).isEqualTo("provisioned\n");
    assertThat(run.exit()).isEmpty();
  }

  @Test
  void aFailingScriptEndsTheStartNamesItselfAndKeepsItsOutput() throws Exception {
    var workload =
        provisioned(
            workload("a", Containers.command("echo", "never")),
            "fine",
            "true",
            "warm 'up'",
            "echo cannot >&2; exit 3",
            "late",
            "echo never");
    assertThatThrownBy(() -> executor().start(workload))
        .isInstanceOf(WorkloadExecutorException.class)
        .hasMessageContaining("provision script \"warm 'up'\" failed with exit code 3");
    assertThat(workload.directory().resolve(Stream.STDERR.fileName())).hasContent("cannot\n");
    assertThat(workload.directory().resolve(Stream.STDOUT.fileName())).isEmptyFile();
    assertThat(TestEngine.containersOf(provider)).isEmpty();
    assertThat(workload.directory().resolve("container")).doesNotExist();
  }

  @Test
  void aProgramThatEndsTheSameWayAsAFailingScriptIsNoFailedStart() throws Exception {
    var workload = provisioned(workload("a", Containers.script("exit 3")), "fine", "true");
    assertThat(executor().start(workload).await()).isEqualTo(new Exit.Exited(3));
  }

  @Test
  void scriptsRunAsTheUserOfTheImage() throws Exception {
    var image = TestEngine.image("user", "ENV FROM=image\nWORKDIR /tmp\nUSER 1234");
    var workload =
        provisioned(workload("a", Containers.commanded(image, "true")), "who", "id -u; pwd");
    var run = executor().start(workload);
    run.await();
    assertThat(out(run)).isEqualTo("1234\n/tmp\n");
  }

  @Test
  void removalTakesTheScriptsAlong() throws Exception {
    var executor = executor();
    var workload = provisioned(workload("a", Containers.command("true")), "s", "echo said");
    executor.start(workload).await();
    assertThat(workload.directory().resolve("container/provision")).isDirectory();
    executor.remove(workload.allocation());
    try (var left = Files.list(workload.directory())) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("stdout.log", "stderr.log");
    }
  }

  @Test
  void interruptionWhileScriptsRunLeavesNothing() throws Exception {
    var workload =
        provisioned(workload("a", Containers.command("true")), "slow", "echo begun; sleep 1000");
    var executor = executor();
    var start = new FutureTask<>(() -> executor.start(workload));
    var thread = Thread.ofVirtual().start(start);
    var begun = workload.directory().resolve(Stream.STDOUT.fileName());
    org.awaitility.Awaitility.await().until(() -> Files.exists(begun) && Files.size(begun) > 0);
    thread.interrupt();
    assertThatThrownBy(start::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(TestEngine.containersOf(provider)).isEmpty();
    assertThat(executor.find(workload.allocation())).isEmpty();
    assertThat(workload.directory().resolve("container")).doesNotExist();
  }

  @Test
  void aContainerWhoseScriptsStillRunIsWaitedForByItsNextStart() throws Exception {
    var workload =
        provisioned(
            workload("a", Containers.command("sleep", "1000")), "slow", "echo begun; sleep 2");
    var before = executor();
    var begun = workload.directory().resolve(Stream.STDOUT.fileName());
    var first = CompletableFuture.runAsync(() -> startQuietly(before, workload));
    org.awaitility.Awaitility.await().until(() -> Files.exists(begun) && Files.size(begun) > 0);
    var after = executor();
    var run = after.start(workload);
    assertThat(run.exit()).isEmpty();
    assertThat(workload.directory().resolve("container/status/done")).exists();
    first.join();
  }

  private static void startQuietly(DockerExecutor executor, atoll.workload.Workload workload) {
    try {
      var _ = executor.start(workload);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
