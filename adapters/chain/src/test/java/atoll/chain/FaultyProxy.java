package atoll.chain;

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
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and a chain, and spoils about every third exchange; a seed says how. */
final class FaultyProxy implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger spoiled = new AtomicInteger();
  private final HttpServer server;
  private final URI chain;
  private final Random random;

  FaultyProxy(URI chain, long seed) throws IOException {
    this.chain = chain;
    random = new Random(seed);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::exchange);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  int spoiled() {
    return spoiled.get();
  }

  private void exchange(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = exchange.getRequestBody().readAllBytes();
      int chance = chance();
      if (chance < 40) spoiled.incrementAndGet();
      if (chance < 10) {
        answer(exchange, chance % 2 == 0 ? 429 : 500, new byte[0]);
        return;
      }
      var honest = forward(request);
      if (chance < 20)
        answer(exchange, 502, new byte[0]); // the chain heard it, the client does not
      else if (chance < 27) answer(exchange, 200, Arrays.copyOf(honest, honest.length / 2));
      else if (chance < 35) answer(exchange, 200, another(honest));
      else if (chance < 40) answer(exchange, 200, troubled(request));
      else answer(exchange, 200, honest);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A spoiled byte could be inside a value and go unnoticed; an id of another call cannot. */
  private static byte[] another(byte[] honest) {
    return new String(honest, java.nio.charset.StandardCharsets.ISO_8859_1)
        .replaceFirst("\"id\":", "\"id\":77")
        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /** As a service whose other half is behind says it, even of what it has just passed on. */
  private static byte[] troubled(byte[] request) {
    var id = new String(request, UTF_8).replaceFirst("(?s).*?\"id\":(\\d+).*", "$1");
    return ("{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32000,\"message\":\"header not found\"}}")
        .formatted(id)
        .getBytes(UTF_8);
  }

  private byte[] forward(byte[] request) throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(chain)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray())
        .body();
  }

  private synchronized int chance() {
    return random.nextInt(100);
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    client.shutdownNow();
  }
}
