package atoll.node;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.cli.NodeFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFilesTest {
  private static final long NOBODY = Integer.MAX_VALUE;

  @TempDir private Path home;
  private Path file;

  @BeforeEach
  void place() {
    file = home.resolve(NodeFile.DEV);
  }

  @Test
  void whenTheNewestEndsTheOneBeforeItIsFoundAgain() throws Exception {
    try (var _ = NodeFiles.announce(file, node(1, parent()))) {
      try (var _ = NodeFiles.announce(file, node(2, ProcessHandle.current().pid()))) {
        assertThat(found()).isEqualTo(node(2, ProcessHandle.current().pid()));
      }
      assertThat(found()).isEqualTo(node(1, parent()));
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void aNodeThatWasKilledIsNotFoundAgain() throws Exception {
    node(1, NOBODY).write(file);
    try (var _ = NodeFiles.announce(file, node(2, ProcessHandle.current().pid()))) {
      assertThat(found().url().getPort()).isEqualTo(2);
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void anEndingNodeLeavesTheFileOfANewerOne() throws Exception {
    var older = NodeFiles.announce(file, node(1, parent()));
    try (var _ = NodeFiles.announce(file, node(2, ProcessHandle.current().pid()))) {
      older.close();
      assertThat(found().url().getPort()).isEqualTo(2);
    }
  }

  private NodeFile found() {
    return ((NodeFile.Reading.Found) NodeFile.read(file)).file();
  }

  private NodeFile node(int port, long pid) {
    return new NodeFile(
        URI.create("http://127.0.0.1:" + port),
        Optional.of(home.resolve("token")),
        pid,
        Instant.EPOCH);
  }

  private static long parent() {
    return ProcessHandle.current().parent().orElseThrow().pid();
  }
}
