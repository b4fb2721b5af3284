package atoll.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service that answers as a script says, then honestly with {@code 0x2a} to everything. */
final class HostileService implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();

  /** What is done with one request. */
  @FunctionalInterface
  interface Answer {
    void to(HttpExchange exchange, JsonNode request) throws IOException;
  }

  HostileService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            asked.add(body);
            var authorization = exchange.getRequestHeaders().getFirst("authorization");
            if (authorization != null) authorizations.add(authorization);
            var next = script.poll();
            (next == null ? HONEST : next).to(exchange, JSON.readTree(body));
          }
        });
    server.start();
  }

  HostileService then(Answer answer) {
    script.add(answer);
    return this;
  }

  /** The request's id stands for {@code ID}. */
  HostileService thenBody(String body) {
    return then((exchange, request) ->
        send(
            exchange,
            200,
            body.replace("ID", request.isObject() ? request.get("id").toString() : "0")));
  }

  HostileService thenStatus(int status, String... header) {
    return then((exchange, _) -> {
      for (int i = 0; i + 1 < header.length; i += 2)
        exchange.getResponseHeaders().add(header[i], header[i + 1]);
      send(exchange, status, "<html>no</html>");
    });
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/secret-key");
  }

  static final Answer HONEST =
      (exchange, request) -> {
        var out = new StringBuilder();
        if (request.isArray()) {
          out.append('[');
          // In the wrong order, as they may come.
          for (int i = request.size() - 1; i >= 0; i--)
            out.append(answer(request.get(i))).append(i == 0 ? "" : ",");
          out.append(']');
        } else out.append(answer(request));
        send(exchange, 200, out.toString());
      };

  private static String answer(JsonNode request) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + request.get("id") + ",\"result\":\"0x2a\"}";
  }

  static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
