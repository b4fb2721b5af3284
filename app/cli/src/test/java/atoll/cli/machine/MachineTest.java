package atoll.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.cli.ScriptedNode;
import atoll.cli.Shell;
import atoll.dms.api.HostedAllocationDocument;
import atoll.dms.api.ResourcesDocument;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.ExecutorKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
  private final ScriptedNode node = new ScriptedNode();
  private Shell shell;

  @BeforeEach
  void openShell(@TempDir Path folder) {
    shell = new Shell(folder, node);
  }

  @Test
  void theOriginalsTwoLists() {
    node.having(
        ScriptedNode.deployment("old", DeploymentStatus.COMPLETED, ScriptedNode.task("n.t", 0)));
    node.hosted.add(
        new HostedAllocationDocument(
            "e_n.a",
            ScriptedNode.PEER,
            "did:key:z6MkOther",
            AllocationType.TASK,
            ExecutorKind.WASM,
            AllocationStatus.RUNNING,
            new ResourcesDocument(100, 1, 1, List.of()),
            List.of(),
            Shell.NOW,
            Optional.empty()));
    assertThat(shell.run("get", "deployments").out()).contains("old", "Completed", "n.t");
    assertThat(shell.run("get", "allocations").out())
        .contains("e_n.a", "wasm", "did:key:z6MkOther");
    assertThat(shell.run("get", "allocations", "-j").out()).startsWith("[{\"id\":\"e_n.a\"");
    assertThat(shell.run("get", "things").exit()).isEqualTo(1);
    assertThat(shell.run("get").exit()).isEqualTo(1);
  }

  @Test
  void aGpuThatIsNotThereIsSaid() {
    assertThat(shell.run("gpu", "list", "-j").out()).startsWith("[").endsWith("]\n");
    var ran = shell.run("gpu", "test", "--gpu", "77");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("no GPU 77", "gpu list");
  }
}
