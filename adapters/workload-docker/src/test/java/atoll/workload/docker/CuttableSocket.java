package atoll.workload.docker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A socket before the engine's, whose connections a test can cut, and which can go away. */
final class CuttableSocket implements AutoCloseable {
  private final Path path;
  private final Queue<SocketChannel> open = new ConcurrentLinkedQueue<>();
  private @Nullable ServerSocketChannel server;

  /** Does not listen yet. */
  CuttableSocket(Path folder) {
    path = folder.resolve("engine.sock");
  }

  DockerHost address() {
    return DockerHost.at(URI.create("unix://" + path));
  }

  void listen() throws IOException {
    var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(path));
    server = listening;
    Thread.startVirtualThread(() -> {
      try {
        while (true) join(listening.accept());
      } catch (IOException _) { // closed
      }
    });
  }

  /** Ends all connections; new ones are taken. */
  void cut() throws IOException {
    for (var channel = open.poll(); channel != null; channel = open.poll()) channel.close();
  }

  /** Ends all connections; new ones are refused. */
  @Override
  public void close() throws IOException {
    if (server != null) server.close();
    Files.deleteIfExists(path);
    cut();
  }

  private void join(SocketChannel caller) throws IOException {
    var engine = SocketChannel.open(UnixDomainSocketAddress.of(DockerHost.USUAL.uri().getPath()));
    open.add(caller);
    open.add(engine);
    Thread.startVirtualThread(() -> pump(caller, engine));
    Thread.startVirtualThread(() -> pump(engine, caller));
  }

  private static void pump(SocketChannel from, SocketChannel to) {
    try (from;
        to) {
      var buffer = ByteBuffer.allocate(1 << 16);
      while (from.read(buffer.clear()) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) to.write(buffer);
      }
    } catch (IOException _) { // the other end is gone
    }
  }
}
