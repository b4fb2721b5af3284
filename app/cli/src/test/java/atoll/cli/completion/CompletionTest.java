package atoll.cli.completion;

import static atoll.cli.ScriptedNode.deployment;
import static atoll.cli.ScriptedNode.service;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.cli.ScriptedNode;
import atoll.cli.Shell;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AtollException;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
  private final ScriptedNode node = new ScriptedNode();
  private Shell shell;

  @BeforeEach
  void openShell(@TempDir Path folder) {
    shell = new Shell(folder, node);
    node.having(
        deployment("abc1", DeploymentStatus.RUNNING, service("web.web", AllocationStatus.RUNNING)),
        deployment("xyz2", DeploymentStatus.COMPLETED));
  }

  @Test
  void commandsAndSubcommandsAreOffered() {
    assertThat(offered("de")).containsExactly("deploy");
    assertThat(offered("")).contains("plan", "ps", "doctor").doesNotContain("complete-ids");
    assertThat(offered("key", "")).containsExactlyInAnyOrder("new", "did", "list");
    assertThat(offered("actor", "cmd", "/dms/node/peers/s"))
        .containsExactlyInAnyOrder("/dms/node/peers/self", "/dms/node/peers/score");
  }

  @Test
  void optionsAreOffered() {
    assertThat(offered("deploy", "--t")).containsExactly("--timeout");
    assertThat(offered("logs", "--")).contains("--follow", "--json", "--since-offset");
  }

  @Test
  void liveIdsAndNamesAreOffered() {
    assertThat(offered("status", "")).containsExactly("abc1", "xyz2");
    assertThat(offered("shutdown", "ab")).containsExactly("abc1");
    assertThat(offered("logs", "-f", "")).containsExactly("web.web");
  }

  @Test
  void settingsAndKeysAreOffered() {
    shell.haveKey("user");
    assertThat(offered("config", "set", "rest.")).containsExactly("rest.addr", "rest.port");
    assertThat(offered("key", "did", "")).containsExactly("user");
    assertThat(offered("cap", "list", "-c", "")).containsExactly("user");
  }

  @Test
  void aNodeThatIsAwayOffersNothing() {
    node.failure = Optional.of(new AtollException(ErrorCode.UNREACHABLE, "gone"));
    var ran = shell.run("complete-ids", "--", "status", "");
    assertThat(ran).isEqualTo(new Shell.Ran(0, "", ""));
  }

  @Test
  void eachShellHasItsScript() {
    for (var name : AutocompleteCommand.SHELLS)
      assertThat(shell.run("autocomplete", name).out()).contains("atoll complete-ids --");
    shell.calledAs = "nunet";
    assertThat(shell.run("autocomplete", "bash").out())
        .contains("nunet complete-ids --")
        .doesNotContain("atoll");
    var ran = shell.run("autocomplete", "bsh");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("Did you mean bash");
  }

  private List<String> offered(String... words) {
    var command = new ArrayList<>(List.of("complete-ids", "--"));
    command.addAll(List.of(words));
    var ran = shell.run(command.toArray(String[]::new));
    assertThat(ran.exit()).isZero();
    return ran.out().lines().toList();
  }
}
