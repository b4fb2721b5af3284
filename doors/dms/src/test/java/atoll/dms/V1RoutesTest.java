package atoll.dms;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.dms.api.LocalApi;
import atoll.ensemble.EnsembleWire;
import atoll.kernel.EnsembleId;
import atoll.web.Bind;
import atoll.web.Limits;
import atoll.web.Metrics;
import atoll.web.WebServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the routes of {@code /v1} refuse, and the shape in which they answer. */
@Timeout(60)
class V1RoutesTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final byte[] ONE_TASK = EnsembleWire.bytes(Fixture.ONE_TASK);

  @TempDir private Path folder;
  private final InMemoryDeployments deployments = Fixture.deployments();
  private final Metrics metrics = new Metrics();
  private WebServer server;
  private String token;

  @BeforeEach
  void listen() {
    var routes =
        DmsDoor.v1(
            Fixture.token(folder), Fixture.NODE, deployments, Fixture.LENDING, new Random(1));
    server = WebServer.listen(Bind.loopback(0), routes, Limits.DEFAULT, metrics, () -> 0);
    token = Fixture.tokenText(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyRouteAsksForTheTokenBeforeAnythingElse() throws Exception {
    for (var path :
        List.of(
            "/v1/node",
            "/v1/deployments",
            "/v1/deployments/x",
            "/v1/deployments/x/events",
            "/v1/providers",
            "/v1/allocations")) {
      var none = CLIENT.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString());
      assertThat(none.statusCode()).as(path).isEqualTo(401);
      assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      assertThat(none.body())
          .contains("\"code\":\"unauthorised\"", "Authorization: Bearer")
          .doesNotContain(token);
    }
    var wrong =
        HttpRequest.newBuilder(at("/v1/deployments"))
            .header("Authorization", "Bearer " + "0".repeat(64));
    var refused =
        CLIENT.send(
            wrong.POST(BodyPublishers.ofByteArray(new byte[] {'{'})).build(),
            BodyHandlers.ofString());
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(deployments.submissions()).isZero();
  }

  @Test
  void aSubmissionIsAcceptedAndSaysWhereToLook() throws Exception {
    var answer =
        send(
            request("/v1/deployments")
                .header("Idempotency-Key", "k")
                .POST(BodyPublishers.ofByteArray(ONE_TASK)));
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo("{\"id\":\"e1\"}");
    assertThat(answer.headers().firstValue("Location")).contains("/v1/deployments/e1");
    var again =
        send(
            request("/v1/deployments")
                .header("Idempotency-Key", "k")
                .POST(BodyPublishers.ofByteArray(ONE_TASK)));
    assertThat(again.body()).isEqualTo("{\"id\":\"e1\"}");
    assertThat(deployments.submissions()).isEqualTo(1);
  }

  @Test
  void withoutAKeyEachSubmissionIsItsOwn() throws Exception {
    for (int i = 1; i <= 2; i++)
      assertThat(send(request("/v1/deployments").POST(BodyPublishers.ofByteArray(ONE_TASK))).body())
          .isEqualTo("{\"id\":\"e" + i + "\"}");
  }

  @Test
  void aKeyThatCameWithAnotherEnsembleIsRefused() throws Exception {
    send(
        request("/v1/deployments")
            .header("Idempotency-Key", "k")
            .POST(BodyPublishers.ofByteArray(ONE_TASK)));
    var other = EnsembleWire.bytes(Fixture.ensemble("1"));
    var answer =
        send(
            request("/v1/deployments")
                .header("Idempotency-Key", "k")
                .POST(BodyPublishers.ofByteArray(other)));
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("\"code\":\"conflict\"");
    assertThat(deployments.submissions()).isEqualTo(1);
  }

  @Test
  void aDryRunPlansAndStartsNothing() throws Exception {
    var answer =
        send(request("/v1/deployments?dry_run=true").POST(BodyPublishers.ofByteArray(ONE_TASK)));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("{\"fits\":true,");
    assertThat(deployments.submissions()).isZero();

    send(request("/v1/deployments").POST(BodyPublishers.ofByteArray(ONE_TASK)));
    assertThat(
            send(request("/v1/deployments/e1/shutdown?dry_run").POST(BodyPublishers.noBody()))
                .body())
        .contains("\"status\":\"running\"");
    assertThat(send(request("/v1/deployments/e1?dry_run").DELETE()).statusCode()).isEqualTo(200);
    assertThat(send(request("/v1/deployments/e1").GET()).body()).contains("\"status\":\"running\"");
  }

  @Test
  void whatIsNoEnsembleIsRefusedWithAllThatIsWrong() throws Exception {
    for (var bad :
        List.of(
            "",
            "{",
            "[]",
            "{\"v1\":{}}",
            "{\"v1\":".repeat(500),
            "{\"v1\":{},\"v1\":{}}",
            "\u0000")) {
      var answer = send(request("/v1/deployments").POST(BodyPublishers.ofString(bad)));
      assertThat(answer.statusCode()).as(bad).isEqualTo(422);
      assertThat(answer.body()).contains("\"code\":\"bad_request\"", "\"problems\":[\"");
    }
    assertThat(deployments.submissions()).isZero();
  }

  @Test
  void aBodyOverTheLimitIsRefusedByItsLength() throws Exception {
    try (var socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(20_000);
      var head =
          "POST /v1/deployments HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + token
              + "\r\nContent-Length: 99000000\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(
              new BufferedReader(
                      new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                  .readLine())
          .startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void whatIsNotKnownIsNotFoundAndWhatIsNoIdIsBad() throws Exception {
    for (var path : List.of("", "/events", "/explanations", "/allocations/n1.a/logs")) {
      var answer = send(request("/v1/deployments/nothing" + path).GET());
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.body()).contains("\"code\":\"not_found\"");
    }
    assertThat(send(request("/v1/deployments/nothing").DELETE()).statusCode()).isEqualTo(404);
    assertThat(send(request("/v1/deployments/a%20b").GET()).statusCode()).isEqualTo(400);
    send(request("/v1/deployments").POST(BodyPublishers.ofByteArray(ONE_TASK)));
    assertThat(send(request("/v1/deployments/e1/allocations/n1.z/logs").GET()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void aStateThatForbidsItIsAConflictThatSaysTheRule() throws Exception {
    send(request("/v1/deployments").POST(BodyPublishers.ofByteArray(ONE_TASK)));
    var answer = send(request("/v1/deployments/e1").DELETE());
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body())
        .contains("e1 is running; only a deployment that has ended can be forgotten");
    assertThat(
            send(request("/v1/deployments/e1/shutdown").POST(BodyPublishers.noBody())).statusCode())
        .isEqualTo(202);
    assertThat(
            send(request("/v1/deployments/e1/shutdown").POST(BodyPublishers.noBody())).statusCode())
        .isEqualTo(409);
  }

  @Test
  void queryParametersThatMakeNoSenseAreRefused() throws Exception {
    send(request("/v1/deployments").POST(BodyPublishers.ofByteArray(ONE_TASK)));
    for (var query :
        List.of(
            "patience_seconds=0",
            "patience_seconds=-1",
            "patience_seconds=86401",
            "patience=5",
            "dry_run=maybe"))
      assertThat(
              send(request("/v1/deployments?" + query).POST(BodyPublishers.ofByteArray(ONE_TASK)))
                  .statusCode())
          .as(query)
          .isEqualTo(400);
    for (var query : List.of("stream=both", "offset=x", "after=1"))
      assertThat(
              send(request("/v1/deployments/e1/allocations/n1.a/logs?" + query).GET()).statusCode())
          .as(query)
          .isEqualTo(400);
    assertThat(deployments.submissions()).isEqualTo(1);
  }

  @Test
  void aFollowerThatLeavesEndsItsStream() throws Exception {
    var local = new LocalApi(Fixture.NODE, Fixture.grant(folder), deployments, Fixture.LENDING);
    var id = local.submit("k", Fixture.ONE_TASK, Duration.ofMinutes(1));
    try (var socket = new Socket("127.0.0.1", server.port())) {
      var head =
          "GET /v1/deployments/"
              + id
              + "/events?follow HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + token
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      assertThat(in.readLine()).startsWith("HTTP/1.1 200");
    }
    Awaitility.await()
        .atMost(30, SECONDS)
        .until(() -> {
          deployments.start(id, "n1.a"); // more to tell, to nobody
          return metrics.text().contains("atoll_http_streams_abandoned_total 1");
        });
    assertThat(local.deployment(new EnsembleId("e1"))).isPresent();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + token);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}
