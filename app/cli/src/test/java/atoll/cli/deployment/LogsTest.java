package atoll.cli.deployment;

import static atoll.cli.ScriptedNode.deployment;
import static atoll.cli.ScriptedNode.service;
import static atoll.cli.ScriptedNode.task;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.cli.ScriptedNode;
import atoll.cli.Shell;
import atoll.kernel.AllocationStatus;
import atoll.kernel.DeploymentStatus;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
  private final ScriptedNode node = new ScriptedNode();
  private Shell shell;

  @BeforeEach
  void openShell(@TempDir Path folder) {
    shell = new Shell(folder, node);
    node.having(
        deployment("abc", DeploymentStatus.RUNNING, service("web.web", AllocationStatus.RUNNING)),
        deployment(
            "old",
            DeploymentStatus.COMPLETED,
            service("web.web", AllocationStatus.TERMINATED),
            task("n.t", 0)));
    node.logs.put("web.web STDOUT", "to out\n");
    node.logs.put("web.web STDERR", "to err\n");
  }

  @Test
  void eachOutputGoesToItsOwn() {
    var ran = shell.run("logs", "web.web");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).isEqualTo("to out\n");
    assertThat(ran.err()).isEqualTo("to err\n");
  }

  @Test
  void oneOutputFromAnOffset() {
    assertThat(shell.run("logs", "--stdout", "-s", "3", "web.web").out()).isEqualTo("out\n");
    assertThat(node.asked)
        .contains("logs web.web STDOUT from 3")
        .doesNotContain("logs web.web STDERR from 3");
    assertThat(shell.run("logs", "-s", "3", "web.web").exit()).isEqualTo(1);
  }

  @Test
  void followGoesOnWhereTheConnectionBroke() {
    node.connectionsLost = 2;
    var ran = shell.run("logs", "-f", "-o", "web.web");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).isEqualTo("to out\n");
  }

  @Test
  void followGivesUpOnANodeThatStaysAway() {
    node.logs.clear();
    node.connectionsLost = 1000;
    assertThat(shell.run("logs", "-f", "-o", "web.web").exit()).isEqualTo(6);
  }

  @Test
  void theOneThatRunsIsMeantAndElseTheNewest() {
    shell.run("logs", "web");
    assertThat(node.asked).contains("logs web.web STDOUT from 0");
    assertThat(shell.run("logs", "n.t").exit()).isZero();
    assertThat(shell.run("logs", "old:web.web").exit()).isZero();
  }

  @Test
  void severalThatRunAreListed() {
    node.having(
        deployment("xyz", DeploymentStatus.RUNNING, service("web.web", AllocationStatus.RUNNING)));
    var ran = shell.run("logs", "web.web");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("abc", "xyz", "abc:web.web").doesNotContain("old");
    assertThat(shell.run("logs", "xyz:web.web").exit()).isZero();
  }

  @Test
  void anUnknownNameIsWrongUse() {
    var ran = shell.run("logs", "web.wbe");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("Did you mean web.web?");
  }

  @Test
  void inJsonEachPieceIsALine() {
    assertThat(shell.run("logs", "-j", "-o", "web.web").out())
        .isEqualTo(
            "{\"type\":\"output\",\"allocation\":\"web.web\",\"stream\":\"stdout\",\"offset\":0,\"text\":\"to out\\n\",\"data\":\"dG8gb3V0Cg==\"}\n");
  }
}
