package atoll.infernet;

import static atoll.infernet.TestNode.container;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A node whose file has API keys answers those who show one (Infernet §9.17). */
@Timeout(60)
class ApiKeysTest {
  private static final String KEY = "sesame-0123456789";
  private static final String OTHER = "second-0123456789";
  private static final String JOB = "{\"containers\":[\"echo\"],\"data\":{}}";

  private StubContainer echo;
  private TestNode node;

  @BeforeEach
  void begin() throws Exception {
    echo = StubContainer.echo();
    node = withKeys(100_000);
  }

  @AfterEach
  void end() {
    node.close();
    echo.close();
  }

  private TestNode withKeys(int requests) throws Exception {
    return TestNode.of(
        """
        ,"server":{"port":0,"rate_limit":{"num_requests":%d,"period":1000},
          "api_keys":["%s","%s"]}
        """
            .formatted(requests, KEY, OTHER),
        container("echo", echo));
  }

  private TestNode.Reply ask(String method, String path, String... headers) throws Exception {
    var body =
        switch (path) {
          case "/api/jobs/batch" -> "[" + JOB + "]";
          default -> JOB;
        };
    var request = node.request(path).header("Content-Type", "application/json");
    if (headers.length > 0) request.headers(headers);
    return node.send(
        request.method(
            method,
            method.equals("POST") ? BodyPublishers.ofString(body) : BodyPublishers.noBody()));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/info",
    "GET,/resources",
    "GET,/api/jobs",
    "GET,/api/jobs?id=x",
    "GET,/api/jobs/",
    "POST,/api/jobs",
    "POST,/api/jobs/stream",
    "POST,/api/jobs/batch",
  })
  void eachRouteOfTheOriginalAsksForOne(String method, String path) throws Exception {
    for (var shown :
        List.of(
            new String[0],
            new String[] {"Authorization", "Bearer " + KEY + "x"},
            new String[] {"Authorization", "Bearer "},
            new String[] {"Authorization", "Basic " + KEY},
            new String[] {"Authorization", KEY},
            new String[] {"X-API-Key", KEY.substring(1)},
            new String[] {"X-API-Key", KEY + "," + OTHER},
            new String[] {"Cookie", "X-API-Key=" + KEY})) {
      var reply = ask(method, path, shown);
      assertThat(reply.status()).as(String.join(" ", shown)).isEqualTo(401);
      assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(reply.header("Content-Type")).isEqualTo("application/json");
      assertThat(reply.header("RateLimit-Limit")).isEqualTo("100000");
      assertThat(reply.json().propertyNames()).containsExactly("error");
      assertThat(reply.error()).contains("API key").doesNotContain(KEY, OTHER);
    }
    assertThat(echo.bodies()).isEmpty();
    for (var shown :
        List.of(
            new String[] {"Authorization", "Bearer " + KEY},
            new String[] {"Authorization", "bearer " + OTHER},
            new String[] {"X-API-Key", OTHER},
            new String[] {"Authorization", "Basic cHJveHk6", "X-API-Key", KEY}))
      assertThat(ask(method, path, shown).status()).as(String.join(" ", shown)).isEqualTo(200);
  }

  @Test
  void noJobIsMadeOfWhatIsRefused() throws Exception {
    for (var path : List.of("/api/jobs", "/api/jobs/stream", "/api/jobs/batch"))
      assertThat(ask("POST", path).status()).isEqualTo(401);
    assertThat(ask("GET", "/api/jobs", "X-API-Key", KEY).json().size()).isZero();
    assertThat(ask("POST", "/api/jobs", "X-API-Key", KEY).status()).isEqualTo(200);
    assertThat(ask("GET", "/api/jobs", "X-API-Key", KEY).json().size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"api_key", "X-API-Key", "access_token", "key", "Authorization"})
  void aKeyInTheAddressIsNone(String name) throws Exception {
    assertThat(node.get("/info?" + name + "=" + KEY).status()).isEqualTo(401);
    assertThat(node.get("/info?" + name + "=Bearer%20" + KEY).status()).isEqualTo(401);
  }

  @Test
  void whatNeedsNoneIsAsItWas() throws Exception {
    assertThat(node.get("/health").status()).isEqualTo(200);
    var document = node.get("/openapi.yaml");
    assertThat(document.status()).isEqualTo(200);
    assertThat(document.body()).contains("X-API-Key").doesNotContain(KEY);
    assertThat(node.get("/v1/jobs").status()).as("the machine's own").isEqualTo(200);
    assertThat(node.get("/metrics").body()).doesNotContain(KEY);
    assertThat(node.get("/v1/statistics").body()).doesNotContain(KEY);
    var report = "{\"id\":\"j\",\"status\":\"success\",\"containers\":[]}";
    assertThat(node.put("/api/status", report).status()).as("containers know none").isEqualTo(200);
    assertThat(ask("OPTIONS", "/api/jobs").header("Allow")).contains("POST");
    assertThat(ask("DELETE", "/api/jobs").status()).isEqualTo(405);
    assertThat(ask("GET", "/nowhere").status()).isEqualTo(404);
  }

  @Test
  void headIsGetWithoutAWord() throws Exception {
    assertThat(ask("HEAD", "/info").status()).isEqualTo(401);
    assertThat(ask("HEAD", "/info").body()).isEmpty();
    assertThat(ask("HEAD", "/info", "X-API-Key", KEY).status()).isEqualTo(200);
  }

  @Test
  void theBodyIsNotWaitedFor() throws Exception {
    var head =
        "POST /api/jobs/batch HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 9\r\n\r\n";
    var answer = new RawClient(node.port(), "127.0.0.1").send(head.getBytes(US_ASCII), false);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text()).contains("API key");
  }

  @Test
  void guessesAreLimitedAsRequestsAre() throws Exception {
    node.close();
    node = withKeys(3);
    for (int i = 0; i < 3; i++)
      assertThat(ask("GET", "/info", "X-API-Key", "guess-0123456789" + i).status()).isEqualTo(401);
    assertThat(ask("GET", "/info", "X-API-Key", KEY).status()).isEqualTo(429);
  }

  @Test
  void aWrongOneIsInTheLogWithoutItsWords() throws Exception {
    try (var log = new RestLog()) {
      var _ = ask("GET", "/api/jobs");
      var _ = ask("POST", "/api/jobs/batch", "X-API-Key", "guess-0123456789");
      assertThat(log.lines())
          .containsExactly(
              "API key missing address=127.0.0.1 endpoint=GET /api/jobs status=401",
              "API key unknown address=127.0.0.1 endpoint=/api/jobs/batch status=401");
    }
  }

  @Test
  void withoutKeysNobodyIsAsked() throws Exception {
    try (var open = TestNode.of("", container("echo", echo))) {
      HttpRequest.Builder wrong = open.request("/info").header("X-API-Key", "whatever");
      assertThat(open.send(wrong.GET()).status()).isEqualTo(200);
    }
  }
}
