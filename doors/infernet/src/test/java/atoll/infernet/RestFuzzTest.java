package atoll.infernet;

import static atoll.infernet.TestNode.container;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.infernet.json.PythonJson;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Whatever is asked: a status and a shape that are specified, a node that goes on, and no job lost.
 */
@Timeout(600)
class RestFuzzTest {
  private static final int REQUESTS = 250;
  private static final int AT_ONCE = 20;
  private static final List<String> CLIENTS = List.of("127.0.0.1", "127.0.0.2", "127.0.0.3");

  private final ConcurrentLinkedQueue<String> unreadable = new ConcurrentLinkedQueue<>();
  private final StubContainer echo = StubContainer.that(this::echo);
  private final StubContainer puppet = StubContainer.that(this::sayWhatIsAsked);
  private final ServedChain chain =
      new ServedChain((_, _, _) -> {}, () -> 0, "0x" + "70".repeat(20));

  @AfterEach
  void stop() {
    echo.close();
    puppet.close();
  }

  @ParameterizedTest
  @MethodSource("atoll.infernet.json.HostileJson#seeds")
  void everyLawHolds(long seed) throws Exception {
    var random = new Random(seed);
    var requests = new HostileRequests(random);
    var promised = new LinkedHashMap<String, Set<String>>();
    for (var client : CLIENTS) promised.put(client, new HashSet<>());
    try (var node =
        TestNode.onChain(
            chain,
            "",
            container("echo", echo),
            container("puppet", puppet),
            container("inner", echo, ",\"external\":false"),
            container("walled", echo, ",\"allowed_ips\":[\"10.0.0.0/8\"]"))) {
      for (int i = 0; i < REQUESTS; i++) {
        var client = CLIENTS.get(random.nextInt(CLIENTS.size()));
        var asked = requests.next();
        var answer = new RawClient(node.port(), client).send(asked.bytes(), !asked.isHttp());
        try {
          for (var id : DoorLaws.check(asked, answer)) {
            promised.get(client).add(id);
            requests.know(id);
          }
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError(
              "seed %d, request %d from %s: %s%n%n%s%n%nis answered%n%n%d %s%n%n%s"
                  .formatted(
                      seed,
                      i,
                      client,
                      e.getMessage(),
                      shown(asked.bytes()),
                      answer.status(),
                      answer.headers(),
                      shown(answer.body())),
              e);
        }
      }
      lives(node);
      for (var client : CLIENTS) isKeptForItsClientAlone(node, client, promised);
      assertThat(unreadable).as("seed %d: what containers were sent", seed).isEmpty();
    }
  }

  private static void lives(TestNode node) throws Exception {
    assertThat(node.get("/health").body()).isEqualTo("{\"status\":\"healthy\"}\n");
    assertThat(node.done("{\"containers\":[\"echo\"],\"data\":{}}").get("status").stringValue())
        .isEqualTo("success");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> node.get("/info").json().get("pending").get("offchain").intValue() == 0);
  }

  private static void isKeptForItsClientAlone(
      TestNode node, String client, Map<String, Set<String>> promised) throws IOException {
    var ids = List.copyOf(promised.get(client));
    assertThat(ids).as("jobs of %s", client).isNotEmpty();
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      var some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
      for (var asker : CLIENTS) {
        var found = new HashSet<String>();
        for (var job : jobs(node, asker, some)) {
          if (!asker.equals(client) && job.get("result").isNull()) continue; // its own report
          found.add(job.get("id").stringValue());
          assertThat(job.get("status").stringValue()).isIn("success", "failed");
          assertThat(job.get("result").isNull()).as("%s has a result", job).isFalse();
        }
        assertThat(found).isEqualTo(asker.equals(client) ? Set.copyOf(some) : Set.of());
      }
    }
  }

  private static JsonNode jobs(TestNode node, String client, List<String> ids) throws IOException {
    var query = new ArrayList<String>();
    for (var id : ids) query.add("id=" + id);
    var request =
        "GET /api/jobs?%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            .formatted(String.join("&", query));
    return PythonJson.read(
        new RawClient(node.port(), client).send(request.getBytes(UTF_8), false).body());
  }

  private void echo(HttpExchange exchange, String body) throws IOException {
    understood(body);
    StubContainer.json(exchange, 200, "{\"got\":" + body + "}");
  }

  private void sayWhatIsAsked(HttpExchange exchange, String body) throws IOException {
    var data = understood(body).get("data");
    if (data.has("reply")
        && data.has("type")
        && data.get("reply").isString()
        && data.get("type").isString()) {
      byte[] reply;
      try {
        reply = Base64.getDecoder().decode(data.get("reply").stringValue());
      } catch (IllegalArgumentException _) {
        reply = new byte[] {'7'};
      }
      var type = data.get("type").stringValue();
      exchange.getResponseHeaders().set("Content-Type", type.matches("[ -~]*") ? type : "a/b");
      exchange.sendResponseHeaders(
          reply.length % 7 == 0 ? 500 : 200, reply.length == 0 ? -1 : reply.length);
      exchange.getResponseBody().write(reply);
      exchange.close();
    } else echo(exchange, body);
  }

  private JsonNode understood(String body) {
    try {
      return PythonJson.read(body);
    } catch (RuntimeException e) {
      unreadable.add(body + ": " + e.getMessage());
      throw e;
    }
  }

  private static String shown(byte[] bytes) {
    var text = new String(bytes, UTF_8);
    return text.length() > 4000 ? text.substring(0, 4000) + "..." : text;
  }
}
