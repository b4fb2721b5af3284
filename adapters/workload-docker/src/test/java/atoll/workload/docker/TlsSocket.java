package atoll.workload.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A TLS port before the engine's socket. */
final class TlsSocket implements AutoCloseable {
  private final SSLServerSocket server;

  TlsSocket(Certificates certificates) throws IOException {
    server =
        (SSLServerSocket)
            certificates
                .engine()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getByName("localhost"));
    server.setNeedClientAuth(true);
    Thread.startVirtualThread(() -> {
      try {
        while (true) {
          var caller = (SSLSocket) server.accept();
          Thread.startVirtualThread(() -> join(caller));
        }
      } catch (IOException _) { // closed
      }
    });
  }

  int port() {
    return server.getLocalPort();
  }

  private static void join(SSLSocket caller) {
    try (caller;
        var engine =
            SocketChannel.open(UnixDomainSocketAddress.of(DockerHost.USUAL.uri().getPath()))) {
      caller.startHandshake();
      var answers = Channels.newInputStream(engine);
      var back = Thread.startVirtualThread(() -> pump(answers, caller));
      var to = Channels.newOutputStream(engine);
      caller.getInputStream().transferTo(to);
      back.join();
    } catch (IOException _) { // one end is gone, or is not trusted
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pump(InputStream from, SSLSocket to) {
    try (to) {
      OutputStream out = to.getOutputStream();
      var buffer = new byte[1 << 16];
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException _) { // one end is gone
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
