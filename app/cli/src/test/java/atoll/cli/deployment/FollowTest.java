package atoll.cli.deployment;

import static atoll.cli.ScriptedNode.deployment;
import static atoll.cli.ScriptedNode.failed;
import static atoll.cli.ScriptedNode.task;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.cli.Invocation;
import atoll.cli.ScriptedNode;
import atoll.cli.Shell;
import atoll.cli.Verb;
import atoll.kernel.AllocationStatus;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

class FollowTest {
  private final ScriptedNode node = new ScriptedNode();
  private Shell shell;

  @Command(name = "run")
  private static final class RunCommand implements Callable<Integer> {
    private final Invocation invocation;

    RunCommand(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() throws InterruptedException {
      var ensemble = EnsembleFile.open(invocation, "web.yaml").ensemble();
      return new Follow(
              invocation.connect(), invocation, new Follow.Options(Duration.ofMinutes(5), false))
          .run(ensemble);
    }
  }

  @BeforeEach
  void openShell(@TempDir Path folder) {
    shell = new Shell(folder, node);
    shell.file("web.yaml", DeploymentVerbsTest.ENSEMBLE);
    shell.more.add(new Verb(Verb.Group.START, "run", "run", RunCommand::new));
  }

  @Test
  void theOutputIsShownAndTheTasksCodeIsOurs() {
    node.having(deployment("abc", DeploymentStatus.COMPLETED, task("web.web", 3)));
    node.logs.put("web.web STDOUT", "hello\n");
    node.logs.put("web.web STDERR", "oops\n");
    node.telling(
        DeploymentVerbsTest.status(1, DeploymentStatus.RUNNING),
        DeploymentVerbsTest.changed(2, "web.web", AllocationStatus.RUNNING, OptionalInt.empty()),
        DeploymentVerbsTest.changed(3, "web.web", AllocationStatus.FAILED, OptionalInt.of(3)));

    var ran = shell.run("run");

    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.out()).isEqualTo("hello\n");
    assertThat(ran.err()).contains("oops", "web.web failed (exit 3)");
  }

  @Test
  void ofSeveralTheFirstInStartOrderThatIsNotZeroCounts() {
    node.having(
        deployment(
            "abc", DeploymentStatus.COMPLETED, task("a.a", 0), task("a.b", 7), task("a.c", 9)));
    assertThat(shell.run("run").exit()).isEqualTo(7);
  }

  @Test
  void withoutATaskThatRanThePlansCodeCounts() {
    node.having(
        failed(
            "abc",
            ErrorCode.NOT_PLACED,
            "nothing can host it",
            Optional.of(DeploymentVerbsTest.IMPOSSIBLE)));
    var ran = shell.run("run");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("Cannot be placed", "What would place it");
  }

  @Test
  void aTaskThatRanWellDoesNotHideThatTheRestDidNot() {
    node.having(
        failed(
            "abc", ErrorCode.UNREACHABLE, "provider went away", Optional.empty(), task("a.a", 0)));
    assertThat(shell.run("run").exit()).isEqualTo(6);
  }

  @Test
  void jsonTellsWhoseCodeItIs() {
    node.having(deployment("abc", DeploymentStatus.COMPLETED, task("web.web", 3)));
    node.logs.put("web.web STDOUT", "hello\n");
    node.telling(
        DeploymentVerbsTest.changed(1, "web.web", AllocationStatus.RUNNING, OptionalInt.empty()));
    var ran = shell.run("run", "-j");
    assertThat(ran.out().lines())
        .anyMatch(l -> l.startsWith("{\"type\":\"allocation_changed\""))
        .anyMatch(l ->
            l.startsWith("{\"type\":\"output\",\"allocation\":\"web.web\",\"stream\":\"stdout\""))
        .last()
        .isEqualTo(
            "{\"type\":\"result\",\"id\":\"abc\",\"exit_code\":3,\"exit_code_of\":\"task\",\"allocation\":\"web.web\"}");

    node.deployments.clear();
    node.having(failed("abc", ErrorCode.TIMED_OUT, "no room", Optional.empty()));
    assertThat(shell.run("run", "-j").out())
        .contains("\"exit_code\":5,\"exit_code_of\":\"plan\",\"code\":\"timed_out\"");
  }

  @Test
  void interruptingEndsTheDeployment() throws Exception {
    node.having(deployment("abc", DeploymentStatus.RUNNING));
    var waiting = new CountDownLatch(1);
    node.holdsEvents = Optional.of(waiting);
    var running = CompletableFuture.supplyAsync(() -> shell.run("run"));
    assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
    shell.interruptActions.getFirst().run();
    assertThat(running.get(20, TimeUnit.SECONDS).exit()).isEqualTo(130);
    assertThat(node.asked).contains("shutdown abc");
  }

  @Test
  void interruptingADeployOnlyDetaches() throws Exception {
    node.having(deployment("abc", DeploymentStatus.GENERATING));
    var waiting = new CountDownLatch(1);
    node.holdsEvents = Optional.of(waiting);
    var deploying = CompletableFuture.supplyAsync(() -> shell.run("deploy", "web.yaml"));
    assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
    shell.interruptActions.getFirst().run();
    var ran = deploying.get(20, TimeUnit.SECONDS);
    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).contains("Detached", "atoll status abc");
    assertThat(node.asked).doesNotContain("shutdown abc");
  }
}
