package atoll.infernet;

import static atoll.infernet.TestNode.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of Infernet §10 that need no chain, over real HTTP. */
@Timeout(60)
class RestTest {
  private static final String FIVE =
      "{\"raw_input\":\"\",\"processed_input\":\"\",\"raw_output\":\"ff\",\"processed_output\":null,\"proof\":\"\"}";

  @Test
  @DisplayName("check 1: health is one constant document, with the limit's headers")
  void health() throws Exception {
    try (var node = TestNode.of("")) {
      var reply = node.get("/health");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo("{\"status\":\"healthy\"}\n");
      assertThat(reply.header("Content-Type")).isEqualTo("application/json");
      assertThat(reply.header("RateLimit-Limit")).isEqualTo("100000");
      assertThat(reply.header("RateLimit-Remaining")).isEqualTo("99999");
      assertThat(reply.header("RateLimit-Reset")).isEqualTo("0");
    }
  }

  @Test
  @DisplayName("check 2: info has sorted members, and an empty address without a chain")
  void info() throws Exception {
    try (var echo = StubContainer.echo();
        var node = TestNode.of("", container("echo", echo, ",\"image\":\"i:1\""))) {
      assertThat(node.get("/info").body())
          .isEqualTo(
              """
              {"chain":{"address":"","enabled":false},"containers":[{"description":"","external":true,"id":"echo","image":"i:1"}],"pending":{"offchain":0,"onchain":0},"version":"0.1.0"}
              """);
    }
  }

  @Test
  @DisplayName("check 3: a job is accepted at once, runs, and its container sees the right flags")
  void aJob() throws Exception {
    try (var echo = StubContainer.echo();
        var node = TestNode.of("", container("echo", echo, ",\"bearer\":\"open sesame\""))) {
      var reply = node.post("/api/jobs", "{\"containers\":[\"echo\"],\"data\":{\"a\":1}}");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body())
          .matches(
              "\\{\"id\":\"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\"}\n");
      var job = node.result(reply.json().get("id").stringValue());
      assertThat(job.get("status").stringValue()).isEqualTo("success");
      assertThat(job.get("result").toString())
          .isEqualTo(
              "{\"container\":\"echo\",\"output\":{\"got\":{\"data\":{\"a\":1},\"destination\":1,\"requires_proof\":false,\"source\":1}}}");
      assertThat(echo.authorizations()).containsExactly("Bearer open sesame");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'containers':['nope'],'data':{}}|Container not supported|{'container':'nope'}",
        "{'containers':[],'data':{}}|No containers specified|{}",
        "{'containers':['inner'],'data':{}}|First container must be external|{'first_container':'inner'}",
        "{'containers':['echo','inner'],'data':{},'requires_proof':true}|Container does not generate proof|{'container':'inner'}",
        "{'containers':['echo','far'],'data':{}}|Container not allowed for address|{'address':'127.0.0.1','container':'far'}"
      })
  @DisplayName("checks 4 to 6: what the rules do not let in is 405, with why")
  void refused(String request, String error, String params) throws Exception {
    try (var echo = StubContainer.echo();
        var node =
            TestNode.of(
                "",
                container("echo", echo),
                container("inner", echo, ",\"external\":false"),
                container("far", echo, ",\"allowed_ips\":[\"10.1.2.3/8\",\"::1\"]"))) {
      var reply = node.post("/api/jobs", request.replace('\'', '"'));
      assertThat(reply.status()).isEqualTo(405);
      assertThat(reply.body())
          .isEqualTo(
              "{\"error\":\"%s\",\"params\":%s}\n".formatted(error, params.replace('\'', '"')));
      assertThat(reply.header("RateLimit-Limit")).isNotEmpty();
      assertThat(echo.bodies()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"containers\":[\"echo\"]}",
        "[]",
        "\"text\"",
        "7",
        "null",
        "{",
        "",
        "{\"containers\":\"echo\",\"data\":{}}",
        "{\"containers\":[\"echo\"],\"data\":[]}",
        "{\"containers\":[1],\"data\":{}}",
        "{\"containers\":[\"echo\"],\"data\":{},\"requires_proof\":\"yes\"}",
        "{\"signature\":1,\"subscription\":{},\"data\":{}}",
        "{\"containers\":[",
      })
  @DisplayName("check 7: what is no message is 500, in JSON, and says so")
  void noMessage(String body) throws Exception {
    try (var node = TestNode.of("")) {
      var reply = node.post("/api/jobs", body);
      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.error()).startsWith("Internal server error: ").doesNotContain("REDACTED");
      assertThat(node.post("/api/jobs/stream", body).error()).startsWith("Internal server error: ");
    }
  }

  @Test
  @DisplayName("check 7: a body that is not said to be JSON is not read as it")
  void noContentType() throws Exception {
    try (var node = TestNode.of("")) {
      var body = HttpRequest.BodyPublishers.ofString("{\"containers\":[],\"data\":{}}");
      var reply = node.send(node.request("/api/jobs").POST(body));
      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.error()).startsWith("Internal server error: ");
      var other =
          node.send(
              node.request("/api/jobs").header("Content-Type", "application/x+json").POST(body));
      assertThat(other.status()).isEqualTo(405);
    }
  }

  @Test
  @DisplayName("check 8: id and ip in a body are nothing to the node")
  void forgedMembers() throws Exception {
    try (var echo = StubContainer.echo();
        var node = TestNode.of("", container("echo", echo, ",\"allowed_ips\":[\"10.9.9.9\"]"))) {
      var reply =
          node.post(
              "/api/jobs",
              "{\"id\":\"x\",\"ip\":\"10.9.9.9\",\"containers\":[\"echo\"],\"data\":{}}");
      assertThat(reply.status()).isEqualTo(405);
      assertThat(reply.json().get("params").get("address").stringValue()).isEqualTo("127.0.0.1");
    }
    try (var echo = StubContainer.echo();
        var node = TestNode.of("", container("echo", echo))) {
      var job =
          node.done("{\"id\":\"x\",\"ip\":\"10.9.9.9\",\"containers\":[\"echo\"],\"data\":{}}");
      assertThat(job.get("id").stringValue()).isNotEqualTo("x");
      assertThat(node.ids("")).containsExactly(job.get("id").stringValue());
    }
  }

  @Test
  @DisplayName("check 9: in a chain each container gets what the one before answered")
  void chain() throws Exception {
    try (var echo = StubContainer.echo();
        var five = StubContainer.that((exchange, _) -> StubContainer.json(exchange, 200, FIVE));
        var node = TestNode.of("", container("echo", echo), container("five", five))) {
      var job = node.done("{\"containers\":[\"echo\",\"five\"],\"data\":{\"b\":[1.0,2]}}");
      assertThat(job.get("status").stringValue()).isEqualTo("success");
      assertThat(five.bodies())
          .containsExactly(
              "{\"source\":1,\"destination\":1,\"data\":{\"got\":{\"source\":1,\"destination\":1,"
                  + "\"data\":{\"b\":[1.0,2]},\"requires_proof\":false}},\"requires_proof\":false}");
      assertThat(job.get("intermediate_results").size()).isEqualTo(1);
      assertThat(job.get("intermediate_results").get(0).get("container").stringValue())
          .isEqualTo("echo");
      var plain = node.get("/api/jobs?id=" + job.get("id").stringValue()).json().get(0);
      assertThat(plain.has("intermediate_results")).isFalse();
    }
  }

  @Test
  @DisplayName("check 10: a page for an answer fails the job, and later containers are not called")
  void page() throws Exception {
    try (var bad =
            StubContainer.that(
                (exchange, _) -> StubContainer.answer(exchange, 500, "text/html", "<h1>no</h1>"));
        var echo = StubContainer.echo();
        var node = TestNode.of("", container("bad", bad), container("echo", echo))) {
      var job = node.done("{\"containers\":[\"bad\",\"echo\"],\"data\":{}}");
      assertThat(job.get("status").stringValue()).isEqualTo("failed");
      assertThat(job.get("result").get("container").stringValue()).isEqualTo("bad");
      assertThat(job.get("result").get("error").stringValue()).contains("500", "text/html");
      assertThat(echo.bodies()).isEmpty();
    }
  }

  @Test
  @DisplayName("check 11: a stream is the id alone, then the container's bytes as they come")
  void stream() throws Exception {
    var first = new CountDownLatch(1);
    try (var slow =
            StubContainer.that((exchange, _) -> {
              exchange.sendResponseHeaders(200, 0);
              var out = exchange.getResponseBody();
              out.write("one,".getBytes(StandardCharsets.UTF_8));
              out.flush();
              try {
                first.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              out.write("two,".getBytes(StandardCharsets.UTF_8));
              out.flush();
              out.write("dr\u00fci".getBytes(StandardCharsets.UTF_8));
              exchange.close();
            });
        var node = TestNode.of("", container("slow", slow))) {
      var response =
          node.send(
              node.request("/api/jobs/stream")
                  .header("Content-Type", "application/json")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"containers\":[\"slow\"],\"data\":{}}")),
              HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type").orElse("").replace(" ", ""))
          .isEqualToIgnoringCase("text/html;charset=utf-8");
      String id;
      try (var in = response.body()) {
        var buffer = new byte[4096];
        int n = in.read(buffer);
        id = new String(buffer, 0, n, StandardCharsets.UTF_8);
        assertThat(id).hasSize(37).endsWith("\n");
        assertThat(new String(in.readNBytes(4), StandardCharsets.UTF_8)).isEqualTo("one,");
        first.countDown();
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
            .isEqualTo("two,dr\u00fci");
      }
      assertThat(slow.bodies())
          .containsExactly("{\"source\":1,\"destination\":2,\"data\":{},\"requires_proof\":false}");
      var job = node.result(id.strip());
      assertThat(job.get("status").stringValue()).isEqualTo("success");
      assertThat(job.get("result").get("output").get("output").stringValue())
          .isEqualTo("one,two,dr\u00fci");
    }
  }

  @Test
  @DisplayName("check 12: a delegated subscription cannot be streamed")
  void delegatedStream() throws Exception {
    try (var node = TestNode.of("")) {
      var reply =
          node.post("/api/jobs/stream", DelegatedTest.body(2_000_000_000L, "0x" + "00".repeat(32)));
      assertThat(reply.status()).isEqualTo(405);
      assertThat(reply.body())
          .isEqualTo("{\"error\":\"Streaming only supported for OffchainJob requests.\"}\n");
    }
  }

  @Test
  @DisplayName("check 13: a batch answers each item in its place, and no item spoils another")
  void batch() throws Exception {
    try (var echo = StubContainer.echo();
        var node = TestNode.of("", container("echo", echo))) {
      var good = "{\"containers\":[\"echo\"],\"data\":{}}";
      var reply =
          node.post(
              "/api/jobs/batch",
              "[" + good + ",{\"containers\":[\"nope\"],\"data\":{}},7,{}," + good + "]");
      assertThat(reply.status()).isEqualTo(200);
      var answers = reply.json();
      assertThat(answers.size()).isEqualTo(5);
      assertThat(answers.get(0).get("id").stringValue()).hasSize(36);
      assertThat(answers.get(1).toString())
          .isEqualTo("{\"error\":\"Container not supported\",\"params\":{\"container\":\"nope\"}}");
      assertThat(answers.get(2).toString())
          .isEqualTo("{\"error\":\"Could not parse message\"}")
          .isEqualTo(answers.get(3).toString());
      node.result(answers.get(4).get("id").stringValue());
      var notAList = node.post("/api/jobs/batch", "{}");
      assertThat(notAList.status()).isEqualTo(400);
      assertThat(notAList.body()).isEqualTo("{\"error\":\"Expected a list\"}\n");
      assertThat(node.post("/api/jobs/batch", "[]").body()).isEqualTo("[]\n");
    }
  }

  @Test
  @DisplayName("§2.7: each id is answered in its place, and more than the limit is refused")
  void repeatedIds() throws Exception {
    var large = "\"" + "x".repeat(1 << 20) + "\"";
    try (var echo = StubContainer.echo();
        var big = StubContainer.that((exchange, _) -> StubContainer.json(exchange, 200, large));
        var node = TestNode.of("", container("echo", echo), container("big", big))) {
      var one = node.done("{\"containers\":[\"echo\"],\"data\":{}}").get("id").stringValue();
      var two = node.done("{\"containers\":[\"big\"],\"data\":{}}").get("id").stringValue();
      var ids = new ArrayList<String>();
      node.get("/api/jobs?id=" + one + "&id=" + two + "&id=nope&id=" + one)
          .json()
          .forEach(job -> ids.add(job.get("id").stringValue()));
      assertThat(ids).containsExactly(one, two, one);
      var reply = node.get("/api/jobs?id=" + String.join("&id=", Collections.nCopies(40, two)));
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.error()).contains("fewer ids");
    }
  }

  @Test
  @DisplayName("check 14: ids are listed by whether their jobs run, and unknown ones are left out")
  void lists() throws Exception {
    var gate = new CountDownLatch(1);
    try (var held =
            StubContainer.that((exchange, _) -> {
              try {
                gate.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              StubContainer.json(exchange, 200, "1");
            });
        var echo = StubContainer.echo();
        var node = TestNode.of("", container("held", held), container("echo", echo))) {
      var done = node.done("{\"containers\":[\"echo\"],\"data\":{}}").get("id").stringValue();
      var running =
          node.post("/api/jobs", "{\"containers\":[\"held\"],\"data\":{}}")
              .json()
              .get("id")
              .stringValue();
      assertThat(node.ids("?pending=true")).containsExactly(running);
      assertThat(node.ids("?pending=false")).containsExactly(done);
      assertThat(node.ids("?pending=maybe")).containsExactly(running, done);
      assertThat(node.get("/api/jobs?id=nobody").body()).isEqualTo("[]\n");
      assertThat(node.get("/api/jobs?id=" + running + "&id=" + done + "&intermediate=true").body())
          .startsWith("[{\"id\":\"" + done)
          .endsWith(
              "{\"id\":\"%s\",\"intermediate_results\":[],\"result\":null,\"status\":\"running\"}]\n"
                  .formatted(running));
      assertThat(node.get("/info").json().get("pending").get("offchain").intValue()).isEqualTo(1);
      gate.countDown();
      node.result(running);
    }
  }

  @Test
  @DisplayName("check 15: what containers say of their jobs is kept, from this machine only")
  void status() throws Exception {
    try (var node = TestNode.of("")) {
      var told =
          node.put(
              "/api/status", "{\"id\":\"j1\",\"status\":\"success\",\"containers\":[\"echo\"]}");
      assertThat(told.status()).isEqualTo(200);
      assertThat(told.body()).isEqualTo("null\n");
      assertThat(told.header("RateLimit-Limit")).isEmpty();
      assertThat(node.get("/api/jobs?id=j1").body())
          .isEqualTo("[{\"id\":\"j1\",\"result\":null,\"status\":\"success\"}]\n");
      var invalid = node.put("/api/status", "{\"id\":\"j1\",\"status\":\"x\",\"containers\":[]}");
      assertThat(invalid.status()).isEqualTo(400);
      assertThat(invalid.error()).isEqualTo("Status is invalid");
      var empty = node.put("/api/status", "{}");
      assertThat(empty.status()).isEqualTo(500);
      assertThat(empty.error()).isEqualTo("Could not store job status");
    }
  }

  @Test
  @DisplayName("check 16: a burst is let in, then one at a time, at each route by itself")
  void rateLimit() throws Exception {
    try (var node =
        TestNode.of(
            ",\"server\":{\"port\":0,\"rate_limit\":{\"num_requests\":5,\"period\":\"5\"}}")) {
      for (int i = 0; i < 5; i++) assertThat(node.get("/health").status()).isEqualTo(200);
      var sixth = node.get("/health");
      assertThat(sixth.status()).isEqualTo(429);
      assertThat(sixth.header("Retry-After")).isEqualTo("0");
      assertThat(sixth.header("RateLimit-Remaining")).isEqualTo("0");
      assertThat(sixth.error()).isEqualTo("Too Many Requests");
      assertThat(node.get("/info").status()).isEqualTo(200);
      assertThat(
              node.send(node.request("/health").header("X-Forwarded-For", "1.2.3.4").GET())
                  .status())
          .as("nobody is a trusted proxy")
          .isEqualTo(429);
      await().until(() -> node.get("/health").status() == 200);
      assertThat(node.get("/health").status()).isEqualTo(429);
    }
  }

  @Test
  @DisplayName("check 17: a container that does not say what it has is left out")
  void resources() throws Exception {
    var dead = StubContainer.echo();
    dead.close();
    try (var echo = StubContainer.echo();
        var node = TestNode.of("", container("dead", dead), container("echo", echo))) {
      assertThat(node.get("/resources").body()).isEqualTo("{\"echo\":{\"service_id\":\"stub\"}}\n");
      assertThat(node.get("/resources?model_id=x%20y%26z").status()).isEqualTo(200);
      assertThat(echo.queries()).containsExactly("null", "model_id=x%20y%26z");
    }
  }

  @Test
  void everyRouteAnswersOptionsAndThoseToReadAnswerHead() throws Exception {
    try (var node = TestNode.of("")) {
      var options =
          node.send(
              node.request("/api/jobs").method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
      assertThat(options.status()).isEqualTo(200);
      assertThat(options.header("Allow")).contains("GET", "HEAD", "OPTIONS", "POST");
      var head =
          node.send(node.request("/health").method("HEAD", HttpRequest.BodyPublishers.noBody()));
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
    }
  }

  @Test
  void whatIsNotServedIsRefusedInJson() throws Exception {
    try (var node = TestNode.of("")) {
      assertThat(node.get("/nothing").status()).isEqualTo(404);
      assertThat(node.get("/nothing").error()).contains("/nothing");
      var wrong = node.put("/health", "{}");
      assertThat(wrong.status()).isEqualTo(405);
      assertThat(wrong.error()).contains("PUT");
    }
  }

  @Test
  void askingTwiceUnderOneKeyRunsOnce() throws Exception {
    try (var echo = StubContainer.echo();
        var node = TestNode.of("", container("echo", echo))) {
      var request =
          node.request("/api/jobs")
              .header("Content-Type", "application/json")
              .header("Idempotency-Key", "once")
              .POST(HttpRequest.BodyPublishers.ofString("{\"containers\":[\"echo\"],\"data\":{}}"));
      var id = node.send(request).json().get("id").stringValue();
      assertThat(node.send(request).json().get("id").stringValue()).isEqualTo(id);
      node.result(id);
      assertThat(node.send(request).json().get("id").stringValue()).isEqualTo(id);
      assertThat(echo.bodies()).hasSize(1);
    }
  }

  @Test
  @DisplayName("a container's own rate limit holds for jobs")
  void containerLimit() throws Exception {
    try (var echo = StubContainer.echo();
        var node =
            TestNode.of(
                "",
                container("echo", echo, ",\"rate_limit\":{\"num_requests\":1,\"period\":3600}"))) {
      var job = "{\"containers\":[\"echo\"],\"data\":{}}";
      assertThat(node.post("/api/jobs", job).status()).isEqualTo(200);
      assertThat(node.post("/api/jobs", job).status()).isEqualTo(429);
      assertThat(
              node.post("/api/jobs/batch", "[" + job + "]")
                  .json()
                  .get(0)
                  .get("error")
                  .stringValue())
          .isEqualTo("Too Many Requests");
    }
  }
}
