package atoll.infernet;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A container that behaves as a test says, served over real HTTP on this machine. */
public final class StubContainer implements AutoCloseable {
  private final HttpServer server;
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> queries = new CopyOnWriteArrayList<>();
  private final AtomicInteger looks = new AtomicInteger();
  private volatile int health = 200;
  private final List<String> authorizations = new CopyOnWriteArrayList<>();

  /** What becomes of one request. */
  @FunctionalInterface
  public interface Behaviour {
    void answer(HttpExchange exchange, String body) throws IOException;
  }

  private StubContainer(Behaviour behaviour) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/service_output",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          bodies.add(body);
          authorizations.add(
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          behaviour.answer(exchange, body);
        });
    server.createContext(
        "/service-resources",
        exchange -> {
          queries.add(String.valueOf(exchange.getRequestURI().getRawQuery()));
          json(exchange, 200, "{\"service_id\":\"stub\"}");
        });
    server.createContext(
        "/health",
        exchange -> {
          looks.incrementAndGet();
          answer(exchange, health, "text/plain", "so it is");
        });
    server.start();
  }

  public static StubContainer that(Behaviour behaviour) {
    try {
      return new StubContainer(behaviour);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Answers what it was given, under {@code got}. */
  public static StubContainer echo() {
    return that((exchange, body) -> json(exchange, 200, "{\"got\":" + body + "}"));
  }

  public static void json(HttpExchange exchange, int status, String document) throws IOException {
    answer(exchange, status, "application/json", document);
  }

  public static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    var bytes = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** The status of {@code GET /health} from now on. */
  public StubContainer health(int status) {
    health = status;
    return this;
  }

  /** How often {@code GET /health} was asked. */
  public int looks() {
    return looks.get();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public List<String> bodies() {
    return bodies;
  }

  public List<String> queries() {
    return queries;
  }

  public List<String> authorizations() {
    return authorizations;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
