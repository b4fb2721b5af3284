package atoll.node;

import atoll.cli.NodeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file by which other commands find a node, there for as long as the node answers. */
record NodeFiles(Path file, NodeFile written) implements AutoCloseable {

  static NodeFiles announce(Path file, NodeFile contents) throws IOException {
    contents.write(file);
    return new NodeFiles(file, contents);
  }

  /** Takes the file away, unless another node has put its own there meanwhile. */
  @Override
  public void close() throws IOException {
    if (NodeFile.read(file) instanceof NodeFile.Reading.Found(var now)
        && now.pid() == written.pid()) Files.deleteIfExists(file);
  }
}
