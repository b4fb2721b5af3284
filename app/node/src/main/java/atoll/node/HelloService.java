package atoll.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.kernel.json.CanonicalJson;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/**
 * What Ritual's hello-world container answers, without a container: for trying a node where there
 * is no engine.
 */
record HelloService(HttpServer server) implements AutoCloseable {
  private static final int LARGEST = 1 << 20;

  /** On a port of its choice, for this machine alone. */
  static HelloService start() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/service_output", HelloService::answer);
      server.start();
      return new HelloService(server);
    } catch (IOException e) {
      throw new UncheckedIOException("opening a port for the hello service", e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    var asked = new String(exchange.getRequestBody().readNBytes(LARGEST), UTF_8);
    var answer =
        new CanonicalJson()
            .beginObject()
            .name("output")
            .value("hello, world!, your input was: " + asked)
            .endObject()
            .toBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
