package atoll.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.cli.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
  private static final String GOOD =
      """
      version: V1
      allocations:
        a:
          executor: null
          type: task
          resources: {cpu: {cores: 0.1}, ram: {size: 64MiB}, disk: {size: 1MiB}}
          execution: {type: null}
      nodes:
        n: {allocations: [a]}
      """;

  private Shell shell;

  @BeforeEach
  void openShell(@TempDir Path folder) {
    shell = new Shell(folder);
    shell.file("good.yaml", GOOD);
  }

  @Test
  void aValidFileIsSaidToBe() {
    var ran = shell.run("validate", "good.yaml");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).isEqualTo("good.yaml: valid, 1 allocation on 1 node\n");
    assertThat(ran.err()).contains("atoll plan good.yaml");
    assertThat(shell.run("validate", "-j", "good.yaml").out())
        .isEqualTo("{\"file\":\"good.yaml\",\"valid\":true,\"problems\":[]}\n");
  }

  @Test
  void everyProblemIsToldWithItsPlace() {
    shell.file("bad.yaml", GOOD.replace("type: task", "type: tusk").replace("[a]", "[b]"));
    var ran = shell.run("validate", "good.yaml", "bad.yaml");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("good.yaml: valid", "bad.yaml:5:", "bad.yaml:9:");
    assertThat(shell.run("validate", "-j", "bad.yaml").out())
        .startsWith(
            "{\"file\":\"bad.yaml\",\"valid\":false,\"problems\":[{\"line\":3,\"column\":3,")
        .hasLineCount(1);
  }

  @Test
  void standardInputIsAFileToo() {
    shell.input = GOOD;
    assertThat(shell.run("validate", "-").exit()).isZero();
    shell.input = "nonsense";
    assertThat(shell.run("validate", "-").exit()).isEqualTo(1);
  }

  @Test
  void aFolderIsNoFile() {
    var ran = shell.run("validate", ".");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("is a folder");
  }

  @Test
  void whatComposeSaysBecomesAnEnsemble() throws IOException {
    shell.file(
        "compose.yaml",
        "services:\n  web:\n    image: nginx\n    ports: [\"8080:80\"]\n    cgroup_parent: x\n");
    var ran = shell.run("translate", "compose.yaml");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).startsWith("version: V1").contains("nginx");
    assertThat(ran.err()).contains("note: ", "cgroup_parent");
    assertThat(shell.run("translate", "compose.yaml", "-o", "made.yaml").out()).isEmpty();
    assertThat(Files.readString(shell.folder.resolve("made.yaml"))).startsWith("version: V1");
    assertThat(shell.run("translate", "compose.yaml", "-o", "made.yaml").exit()).isEqualTo(1);
    assertThat(shell.run("translate", "-j", "compose.yaml").out())
        .startsWith("{\"ensemble\":\"version: V1\\n");
    assertThat(shell.run("translate", "good.yaml").exit()).isEqualTo(1);
  }
}
