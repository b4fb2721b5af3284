package atoll.node;

import atoll.cli.CliEnvironment;
import atoll.cli.NodeFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file by which other commands find a node, there for as long as the node answers. The newest
 * node is found; when it ends, the one before it is found again.
 */
record NodeFiles(Path file, NodeFile written, Optional<NodeFile> before) implements AutoCloseable {

  static NodeFiles announce(Path file, NodeFile contents) {
    var before = found(file).filter(NodeFiles::lives);
    contents.write(file);
    return new NodeFiles(file, contents, before);
  }

  /**
   * The same for an Infernet node, which asks callers of this machine for no token.
   *
   * @param certificate the file of what it shows, if it speaks TLS
   */
  static NodeFiles announceInfernet(
      CliEnvironment environment, URI url, Optional<Path> certificate) {
    return announce(
        environment.atollHome().resolve(NodeFile.INFERNET),
        new NodeFile(
            url,
            Optional.empty(),
            certificate.map(Path::toAbsolutePath),
            ProcessHandle.current().pid(),
            environment.clock().instant()));
  }

  /** Takes the file away, unless another node has put its own there meanwhile. */
  @Override
  public void close() throws IOException {
    if (found(file).filter(now -> now.pid() == written.pid()).isEmpty()) return;
    var stillThere = before.filter(NodeFiles::lives);
    if (stillThere.isPresent()) stillThere.get().write(file);
    else Files.deleteIfExists(file);
  }

  private static Optional<NodeFile> found(Path file) {
    return NodeFile.read(file) instanceof NodeFile.Reading.Found(var now)
        ? Optional.of(now)
        : Optional.empty();
  }

  private static boolean lives(NodeFile node) {
    return ProcessHandle.of(node.pid()).isPresent();
  }
}
