package atoll.infernet.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A service between a node and its chain that hears each request otherwise than it was said. */
final class OtherService implements AutoCloseable {
  /** In the place of a request: it is refused as by a service that knows no such block. */
  static final String REFUSED = "";

  /** In the place of a request: the service fails at it. */
  static final String TROUBLED = "-";

  /** In the place of a request: too much is asked for at once. */
  static final String TOO_MUCH = "+";

  /** In the place of a request: the service knows no such call. */
  static final String NO_SUCH_CALL = "?";

  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server;

  OtherService(Supplier<URI> chain, UnaryOperator<String> hearing) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> exchange(exchange, chain.get(), hearing));
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void exchange(HttpExchange exchange, URI chain, UnaryOperator<String> hearing)
      throws IOException {
    try (exchange) {
      var said = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      var heard = hearing.apply(said);
      var answer =
          switch (heard) {
            case REFUSED -> error(said, -32602, "unknown block tag");
            case TROUBLED -> error(said, -32000, "header not found");
            case NO_SUCH_CALL -> error(said, -32601, "the method does not exist");
            case TOO_MUCH -> error(said, -32005, "query returned more than 10000 results");
            default -> forward(chain, heard);
          };
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] error(String said, int code, String message) {
    var id = said.replaceAll("(?s).*\"id\":(\\d+).*", "$1");
    return ("{\"jsonrpc\":\"2.0\",\"id\":"
            + id
            + ",\"error\":{\"code\":%d,\"message\":\"%s\"}}".formatted(code, message))
        .getBytes(UTF_8);
  }

  private byte[] forward(URI chain, String request) throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(chain)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(request))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray())
        .body();
  }

  @Override
  public void close() {
    server.stop(0);
    client.shutdownNow();
  }
}
