package atoll.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebServerTest {
  private static final Limits SMALL =
      new Limits(1000, 4096, Duration.ofSeconds(30), Duration.ofSeconds(20), 64, 64);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Metrics METRICS = new Metrics();
  private static WebServer server;

  @BeforeAll
  static void listen() {
    var routes =
        List.of(
            Route.of(
                Method.GET,
                "/hello/{name}",
                r -> Response.json(200, "{\"hello\":\"" + r.path("name") + "\"}")),
            Route.of(
                Method.POST,
                "/size",
                r -> Response.json(200, "{\"bytes\":" + r.body().length + "}")),
            Route.of(
                    Method.POST,
                    "/large",
                    r -> Response.json(200, "{\"bytes\":" + r.body().length + "}"))
                .withBodyUpTo(100_000),
            Route.of(
                Method.POST,
                "/key",
                r -> Response.json(200, "\"" + r.idempotencyKey().orElse("none") + "\"")),
            Route.of(
                Method.GET,
                "/number",
                r -> Response.json(200, "" + r.number("n", 5) + r.flag("f"))),
            Route.of(
                Method.GET,
                "/refuse",
                _ -> {
                  throw new AtollException(
                      ErrorCode.CONFLICT, "it moved", new IllegalStateException("secret"));
                }),
            Route.of(
                Method.GET,
                "/break",
                _ -> {
                  throw new IllegalStateException("secret");
                }),
            Route.of(Method.POST, "/foreign", r -> Response.json(200, "" + r.body().length))
                .refusingWith(p -> Response.json(400, "{\"error\":\"" + p.detail() + "\"}"))
                .forAnyHostAndOrigin());
    server =
        WebServer.listen(
            Bind.loopback(0).withOrigins(Set.of("http://localhost:9991")),
            routes,
            SMALL,
            METRICS,
            () -> 0);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aRouteAnswersWithItsPathParameter() throws Exception {
    var answer = get("/hello/world");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"hello\":\"world\"}");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
  }

  @Test
  void everyAnswerCarriesSecurityHeadersAndNoServerVersion() throws Exception {
    for (var path : List.of("/hello/world", "/nowhere")) {
      var headers = get(path).headers();
      assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(headers.firstValue("Content-Security-Policy")).isPresent();
      assertThat(headers.firstValue("Cache-Control")).contains("no-store");
      assertThat(headers.firstValue("Server")).isEmpty();
    }
  }

  @Test
  void aPortInUseIsSaidWithWhatToDo() {
    assertThatThrownBy(() ->
            WebServer.listen(
                Bind.loopback(server.port()), List.of(), SMALL, new Metrics(), () -> 0))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessageContaining("port " + server.port())
        .hasMessageContaining("in use")
        .hasMessageContaining("choose another");
  }

  @Test
  void aBodyOverTheLimitIsRefusedByItsLengthBeforeItIsSent() throws Exception {
    try (var raw = new RawConnection(server.port())) {
      raw.say("POST /size HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1001\r\n\r\n");
      assertThat(raw.head()).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void aBodyThatTellsNoLengthIsRefusedWhereTheLimitIs() throws Exception {
    var endless =
        HttpRequest.newBuilder(at("/size"))
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[1001])));
    assertThat(problem(send(endless), 413)).contains("larger than 1000 bytes");
    var exact =
        HttpRequest.newBuilder(at("/size"))
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[1000])));
    assertThat(send(exact).body()).isEqualTo("{\"bytes\":1000}");
  }

  @Test
  void aRouteMayReadMoreThanTheServersLimit() throws Exception {
    var answer =
        send(
            HttpRequest.newBuilder(at("/large"))
                .POST(BodyPublishers.ofByteArray(new byte[50_000])));
    assertThat(answer.body()).isEqualTo("{\"bytes\":50000}");
  }

  @Test
  void aBodyThatTricklesIsRefused() throws Exception {
    var time = new AtomicLong();
    var route = Route.of(Method.POST, "/size", r -> Response.json(200, "" + r.body().length));
    try (var slow =
            WebServer.listen(
                Bind.loopback(0),
                List.of(route),
                SMALL,
                new Metrics(),
                () -> time.addAndGet(40_000_000_000L));
        var raw = new RawConnection(slow.port())) {
      raw.say("POST /size HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\na")
          .say("b")
          .say("c")
          .say("d");
      assertThat(raw.head()).startsWith("HTTP/1.1 408");
    }
  }

  @Test
  void headersOverTheLimitAreRefused() throws Exception {
    try (var raw = new RawConnection(server.port())) {
      raw.say("GET /hello/x HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(5000) + "\r\n\r\n");
      assertThat(raw.head()).startsWith("HTTP/1.1 431").contains("application/problem+json");
      assertThat(raw.line()).contains("\"code\":\"bad_request\"", "headers are too large");
    }
  }

  @Test
  void whatCannotBeReadIsAProblemToo() throws Exception {
    for (var said :
        List.of(
            "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /hello/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n",
            "QET /hello/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n",
            "GET /hello/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n"))
      try (var raw = new RawConnection(server.port())) {
        raw.say(said);
        assertThat(raw.head()).startsWith("HTTP/1.1 400").contains("application/problem+json");
        assertThat(raw.line()).startsWith("{\"type\":\"urn:atoll:problem:bad_request\"");
      }
  }

  @Test
  void whatIsNotServedIsAProblemWithACode() throws Exception {
    assertThat(problem(get("/nowhere"), 404)).contains("\"code\":\"not_found\"", "/nowhere");
    assertThat(problem(send(HttpRequest.newBuilder(at("/size")).DELETE()), 405)).contains("DELETE");
  }

  @Test
  void anotherMethodIsToldWhichThereAre() throws Exception {
    var answer = send(HttpRequest.newBuilder(at("/hello/x")).POST(BodyPublishers.noBody()));
    assertThat(problem(answer, 405)).contains("POST is not served at /hello/x");
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void headTellsWhatGetWouldWithoutTheBody() throws Exception {
    var answer =
        send(HttpRequest.newBuilder(at("/hello/x")).method("HEAD", BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Length")).contains("13");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void whatIsEncodedInANameStaysInTheName() throws Exception {
    assertThat(get("/hello/a%2Fb%20%25c").body()).isEqualTo("{\"hello\":\"a/b %c\"}");
  }

  @Test
  void aQueryThatCannotBeReadIsSaidSo() throws Exception {
    try (var raw = new RawConnection(server.port())) {
      raw.say("GET /number?n=%ff%zz HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(raw.head()).startsWith("HTTP/1.1 400").contains("application/problem+json");
    }
  }

  @Test
  void whatNoRouteSeesIsRefusedWithTheHeadersOfEveryAnswer() throws Exception {
    try (var raw = new RawConnection(server.port())) {
      raw.say("GET /hello/x HTTP/1.1\r\nHost: a b c\r\n\r\n");
      assertThat(raw.head())
          .startsWith("HTTP/1.1 400")
          .contains("application/problem+json", "X-Content-Type-Options: nosniff");
    }
  }

  @Test
  void nothingIsServedToWhoAsksForATunnel() throws Exception {
    try (var raw = new RawConnection(server.port())) {
      raw.say("CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443\r\n\r\n");
      assertThat(raw.head()).startsWith("HTTP/1.1 404");
    }
  }

  @Test
  void aConnectionServesOneRequestAfterAnotherThoughABodyIsNotRead() throws Exception {
    try (var raw = new RawConnection(server.port())) {
      for (int i = 0; i < 3; i++) {
        raw.say("POST /hello/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody");
        var head = raw.head();
        assertThat(head).startsWith("HTTP/1.1 405");
        int length = Integer.parseInt(head.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
        assertThat(raw.read(length)).endsWith("}");
      }
    }
  }

  @Test
  void whoeverAsksBeforeSendingABodyIsToldToSendIt() throws Exception {
    try (var raw = new RawConnection(server.port())) {
      raw.say(
          "POST /size HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
              + "Content-Length: 2\r\n\r\n");
      assertThat(raw.head()).startsWith("HTTP/1.1 100");
      raw.say("ab");
      assertThat(raw.head()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void http2IsServedToWhoBeginsWithIt() throws Exception {
    try (var raw = new RawConnection(server.port())) {
      var fields = "\u0082\u0086\u0044\u0008/hello/x\u0041\u0009localhost"; // RFC 7541 §6
      raw.say("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, "") + frame(1, 5, 1, fields));
      assertThat(raw.upTo("}")).contains("{\"hello\":\"x\"}");
    }
  }

  /** RFC 9113 §4.1. */
  private static String frame(int type, int flags, int stream, String payload) {
    return "\0\0"
        + (char) payload.length()
        + (char) type
        + (char) flags
        + "\0\0\0"
        + (char) stream
        + payload;
  }

  @Test
  void aFailureIsToldByItsCodeAndItsCauseIsNot() throws Exception {
    assertThat(problem(get("/refuse"), 409))
        .contains(
            "\"code\":\"conflict\"",
            "\"detail\":\"it moved\"",
            "\"type\":\"urn:atoll:problem:conflict\"",
            "\"status\":409")
        .doesNotContain("secret");
    assertThat(problem(get("/break"), 500))
        .contains("\"code\":\"internal\"")
        .doesNotContain("secret", "IllegalState");
  }

  @Test
  void aForeignRouteRefusesInItsOwnShape() throws Exception {
    var answer =
        send(
            HttpRequest.newBuilder(at("/foreign"))
                .POST(BodyPublishers.ofByteArray(new byte[2000])));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith("{\"error\":\"the body is larger");
  }

  @Test
  void aNameThatIsNotOursIsRefusedSoThatNobodyRebindsOne() throws Exception {
    for (var host : List.of("evil.example", "evil.example:9999", "127.0.0.1.evil.example")) {
      try (var raw = new RawConnection(server.port())) {
        raw.say("GET /hello/x HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertThat(raw.head()).startsWith("HTTP/1.1 421");
      }
    }
    for (var host : List.of("localhost", "LOCALHOST:1", "127.0.0.1:9999", "[::1]:9999")) {
      try (var raw = new RawConnection(server.port())) {
        raw.say("GET /hello/x HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertThat(raw.head()).as(host).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void pagesOfOtherOriginsAreRefusedAndAllowedOnesMayAskFirst() throws Exception {
    var foreign =
        send(HttpRequest.newBuilder(at("/hello/x")).header("Origin", "https://evil.example"));
    assertThat(foreign.statusCode()).isEqualTo(403);
    assertThat(foreign.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();

    var allowed =
        send(HttpRequest.newBuilder(at("/hello/x")).header("Origin", "http://localhost:9991"));
    assertThat(allowed.statusCode()).isEqualTo(200);
    assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("http://localhost:9991");

    var preflight =
        send(
            HttpRequest.newBuilder(at("/size"))
                .header("Origin", "http://localhost:9991")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
        .get()
        .asString()
        .contains("POST");
  }

  @Test
  void aForeignRouteAnswersAnyHostAndOriginAndTellsBrowsersNothing() throws Exception {
    for (var headers :
        List.of(
            "HTTP/1.0\r\n",
            "HTTP/1.1\r\nHost: evil.example\r\n",
            "HTTP/1.1\r\nHost: evil.example\r\nOrigin: https://other.example\r\n"))
      try (var raw = new RawConnection(server.port())) {
        raw.say("POST /foreign " + headers + "Content-Length: 2\r\n\r\nab");
        assertThat(raw.head())
            .as(headers)
            .startsWith("HTTP/1.1 200")
            .doesNotContain("Access-Control", "Vary");
      }
    try (var raw = new RawConnection(server.port())) {
      raw.say("GET /hello/x HTTP/1.0\r\n\r\n");
      assertThat(raw.head()).as("our own").startsWith("HTTP/1.1 421");
    }
  }

  @Test
  void queryParametersThatMakeNoSenseAreNamed() throws Exception {
    assertThat(get("/number").body()).isEqualTo("5false");
    assertThat(get("/number?n=7&f").body()).isEqualTo("7true");
    assertThat(problem(get("/number?n=-1"), 400)).contains("n is not a whole number");
    assertThat(problem(get("/number?n=1&n=2"), 400)).contains("n is given twice");
    assertThat(problem(get("/number?f=maybe"), 400)).contains("f is neither true nor false");
  }

  @Test
  void anIdempotencyKeyIsShortVisibleText() throws Exception {
    assertThat(
            send(HttpRequest.newBuilder(at("/key"))
                    .header("Idempotency-Key", "k-1")
                    .POST(BodyPublishers.noBody()))
                .body())
        .isEqualTo("\"k-1\"");
    var tooLong =
        HttpRequest.newBuilder(at("/key"))
            .header("Idempotency-Key", "k".repeat(257))
            .POST(BodyPublishers.noBody());
    assertThat(problem(send(tooLong), 400)).contains("Idempotency-Key");
  }

  @Test
  void moreRequestsThanFitAreRefusedAndLaterOnesServed() throws Exception {
    var entered = new CountDownLatch(1);
    var leave = new CountDownLatch(1);
    var route =
        Route.of(
            Method.GET,
            "/wait",
            _ -> {
              entered.countDown();
              leave.await();
              return Response.empty(204);
            });
    var one = new Limits(10, 4096, Duration.ofSeconds(5), Duration.ofSeconds(5), 64, 1);
    try (var narrow =
        WebServer.listen(Bind.loopback(0), List.of(route), one, new Metrics(), () -> 0)) {
      var uri = URI.create("http://127.0.0.1:" + narrow.port() + "/wait");
      var first = CLIENT.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      assertThat(entered.await(10, SECONDS)).isTrue();
      var second = CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.headers().firstValue("Retry-After")).isPresent();
      assertThat(second.body()).contains("\"code\":\"overloaded\"", "\"retryable\":true");
      leave.countDown();
      assertThat(first.get(10, SECONDS).statusCode()).isEqualTo(204);
      assertThat(
              CLIENT
                  .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(204);
    }
  }

  @Test
  void oneRoutesCallersCannotTakeTheRoomOfTheOthers() throws Exception {
    var entered = new CountDownLatch(1);
    var leave = new CountDownLatch(1);
    var crowded =
        Route.of(
                Method.GET,
                "/crowded",
                _ -> {
                  entered.countDown();
                  leave.await();
                  return Response.empty(204);
                })
            .withAtMost(1);
    var other = Route.of(Method.GET, "/other", _ -> Response.empty(204));
    try (var narrow =
        WebServer.listen(
            Bind.loopback(0), List.of(crowded, other), SMALL, new Metrics(), () -> 0)) {
      var base = URI.create("http://127.0.0.1:" + narrow.port());
      var first =
          CLIENT.sendAsync(
              HttpRequest.newBuilder(base.resolve("/crowded")).build(), BodyHandlers.ofString());
      assertThat(entered.await(10, SECONDS)).isTrue();
      for (var path : List.of("/crowded", "/other")) {
        var answer =
            CLIENT.send(
                HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(path.equals("/other") ? 204 : 503);
      }
      leave.countDown();
      assertThat(first.get(10, SECONDS).statusCode()).isEqualTo(204);
    }
  }

  @Test
  void anAnswerMayTakeLongerThanAConnectionMayIdle() throws Exception {
    var never = new CountDownLatch(1);
    var route =
        Route.of(
            Method.GET,
            "/slow",
            _ -> {
              if (never.await(700, MILLISECONDS)) throw new IllegalStateException("woken");
              return Response.empty(204);
            });
    var brief = new Limits(10, 4096, Duration.ofSeconds(5), Duration.ofMillis(200), 64, 8);
    try (var impatient =
        WebServer.listen(Bind.loopback(0), List.of(route), brief, new Metrics(), () -> 0)) {
      var uri = URI.create("http://127.0.0.1:" + impatient.port() + "/slow");
      assertThat(
              CLIENT
                  .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(204);
    }
  }

  @Test
  void aSilentConnectionIsClosed() throws Exception {
    var brief = new Limits(10, 4096, Duration.ofSeconds(5), Duration.ofMillis(200), 64, 8);
    try (var impatient =
            WebServer.listen(Bind.loopback(0), List.of(), brief, new Metrics(), () -> 0);
        var raw = new RawConnection(impatient.port())) {
      raw.say("GET / HTTP/1.1\r\nHo");
      assertThat(raw.head()).doesNotStartWith("HTTP/1.1 200");
      while (raw.line() != null) {} // ends, or the socket's own limit fails the test
    }
  }

  @Test
  void requestsAreCounted() throws Exception {
    get("/nowhere");
    assertThat(METRICS.text()).contains("atoll_http_requests_total{status=\"404\"}");
  }

  static String problem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    return answer.body();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(at(path)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString(UTF_8));
  }

  private static URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}
