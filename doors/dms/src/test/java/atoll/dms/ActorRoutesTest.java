package atoll.dms;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.BehaviourOptions;
import atoll.actor.Envelope;
import atoll.actor.EnvelopeSigner;
import atoll.actor.Handle;
import atoll.actor.Message;
import atoll.capability.Topic;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.StrictJson;
import atoll.web.Bind;
import atoll.web.Limits;
import atoll.web.Metrics;
import atoll.web.WebServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The original's REST interface, spoken to as its CLI does: with envelopes that a user signed. */
@Timeout(60)
class ActorRoutesTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final InMemoryNodes nodes = new InMemoryNodes(1);
  private final InMemoryNodes.Node home = nodes.node();
  private final InMemoryNodes.Node other = nodes.node();
  private final EnvelopeSigner user = nodes.user(home);
  private WebServer server;

  @BeforeEach
  void listen() {
    var bind = Bind.loopback(0).withOrigins(DmsDoor.ORIGINS);
    server =
        WebServer.listen(
            bind, DmsDoor.actor(home.actor(), nodes.clock), Limits.DEFAULT, new Metrics(), () -> 0);
    for (var node : List.of(home, other)) {
      node.context().addRoot(user.from().did());
      node.actor()
          .on("/test/echo", message -> message.reply("{\"echo\":" + message.payloadText() + "}"));
      node.actor()
          .on("/test/refuse", message -> message.refuse(ErrorCode.BAD_REQUEST, "not like this"));
      node.actor().on("/test/silent", _ -> {});
    }
  }

  @AfterEach
  void stop() {
    server.close();
    nodes.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/api/v1"})
  @DisplayName(
      "A38: /actor/handle returns the handle, malformed is 400, invoke without answer is 408 after expiry")
  void theOriginalsRoutesAnswerAsTheOriginalDoes(String prefix) throws Exception {
    var handle =
        CLIENT.send(
            HttpRequest.newBuilder(at(prefix + "/actor/handle")).build(), BodyHandlers.ofString());
    assertThat(handle.statusCode()).isEqualTo(200);
    assertThat(Handle.parse(handle.body())).isEqualTo(home.handle());

    for (var malformed : List.of("", "{", "[]", "{}", "{\"to\":1}", "[".repeat(10_000))) {
      var answer = post(prefix + "/actor/invoke", malformed);
      assertThat(answer.statusCode()).as(malformed).isEqualTo(400);
      assertThat(answer.body()).startsWith("{\"error\":\"");
    }

    var unanswered = post(prefix + "/actor/invoke", asked(home, "/test/silent", 1).toJson());
    assertThat(unanswered.statusCode()).isEqualTo(408);
    assertThat(unanswered.body())
        .isEqualTo("{\"error\":\"no answer came before the message expired\"}");
  }

  @Test
  void anAnswerComesBackAsTheEnvelopeThatWasSigned() throws Exception {
    for (var node : List.of(home, other)) {
      var answer = post("/actor/invoke", asked(node, "/test/echo", 30).toJson());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      var envelope = Envelope.parse(answer.body().getBytes(StandardCharsets.UTF_8));
      assertThat(envelope.verifySignature()).isTrue();
      assertThat(envelope.from().sameActor(node.handle())).isTrue();
      assertThat(envelope.behaviour()).isEqualTo("/dms/actor/replyto/7");
      assertThat(envelope.payloadText()).isEqualTo("{\"echo\":{\"a\":1}}");
    }
  }

  @Test
  void aRefusalIsAnAnswerToo() throws Exception {
    var answer = post("/actor/invoke", asked(other, "/test/refuse", 30).toJson());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Envelope.parse(answer.body().getBytes(StandardCharsets.UTF_8)).payloadText())
        .isEqualTo("{\"error\":\"not like this\",\"code\":\"bad_request\"}");
  }

  @Test
  void whoIsNotTrustedIsToldSoByTheNodeThatWasAsked() throws Exception {
    var stranger = nodes.user(home);
    var question =
        Message.to(other.handle(), "/test/echo")
            .withPayload("{}")
            .answeredTo("/dms/actor/replyto/7");
    var answer = post("/actor/invoke", stranger.seal(question).toJson());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Envelope.parse(answer.body().getBytes(StandardCharsets.UTF_8)).payloadText())
        .contains("\"code\":\"unauthorised\"");
  }

  @Test
  void aMessageThatWasSentIsSaidToBe() throws Exception {
    var answer =
        post("/actor/send", user.seal(Message.to(other.handle(), "/test/silent")).toJson());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"message\":\"message sent\"}");
  }

  @Test
  void aHostThatCannotBeReachedIsAnErrorOfOurs() throws Exception {
    InMemoryNodes.Node gone;
    try (var elsewhere = new InMemoryNodes(99)) {
      gone = elsewhere.node();
    }
    for (var path : List.of("/actor/send", "/actor/invoke")) {
      var answer = post(path, asked(gone, "/test/echo", 30).toJson());
      assertThat(answer.statusCode()).as(path).isEqualTo(500);
      assertThat(answer.body()).startsWith("{\"error\":\"");
    }
  }

  @Test
  void whatItsSenderDidNotSignIsNotPassedOn() throws Exception {
    var signed = asked(other, "/test/echo", 30).toJson();
    var changed = signed.replace("/test/echo", "/test/silen");
    var unsigned = signed.replaceFirst(",\"sig\":\"[^\"]*\"", "");
    for (var envelope : List.of(changed, unsigned))
      for (var path : List.of("/actor/send", "/actor/invoke", "/actor/broadcast")) {
        var answer = post(path, envelope);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("not signed by its sender");
      }
    assertThat(other.actor().counters().unauthenticated()).isZero();
  }

  @Test
  void whatHasExpiredIsNotPassedOn() throws Exception {
    var expired = asked(other, "/test/echo", -1).toJson();
    assertThat(post("/actor/send", expired).statusCode()).isEqualTo(400);
    assertThat(post("/actor/invoke", expired).statusCode()).isEqualTo(408);
  }

  @Test
  void aQuestionNeedsWhomToAskAndWhereTheAnswerGoes() throws Exception {
    assertThat(
            post("/actor/invoke", user.seal(Message.to(other.handle(), "/test/echo")).toJson())
                .statusCode())
        .isEqualTo(400);
    assertThat(post("/actor/broadcast", asked(other, "/test/echo", 1).toJson()).statusCode())
        .isEqualTo(400);
    assertThat(post("/actor/invoke", hello(1).toJson()).statusCode()).isEqualTo(400);
  }

  @Test
  void aBroadcastReturnsAllAnswersWhenItExpires() throws Exception {
    var topic = BehaviourOptions.DEFAULT.onTopic(new Topic("/nunet/hello"));
    for (var node : List.of(home, other))
      node.actor()
          .on(
              "/broadcast/hello",
              topic,
              m -> m.reply("{\"DID\":\"" + node.handle().did().uri() + "\"}"));
    var answer = post("/actor/broadcast", hello(2).toJson());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var dids = new ArrayList<String>();
    for (var reply : StrictJson.MESSAGE.read(answer.body().getBytes(StandardCharsets.UTF_8)))
      dids.add(Envelope.parse(reply.toString().getBytes(StandardCharsets.UTF_8)).payloadText());
    assertThat(dids)
        .hasSize(2)
        .anyMatch(d -> d.contains(home.handle().did().uri()))
        .anyMatch(d -> d.contains(other.handle().did().uri()));
  }

  @Test
  void aBroadcastWhoseAnswersNobodyCanWaitForIsRefused() throws Exception {
    assertThat(post("/actor/broadcast", hello(3600).toJson()).body()).contains("within 10 minutes");
  }

  @Test
  void aBodyLargerThanAnyMessageIsRefused() throws Exception {
    var answer = post("/actor/send", "x".repeat(Envelope.MAX_BYTES + 1));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith("{\"error\":\"the body is larger");
  }

  @Test
  void onlyPagesOfTheTwoLocalOriginsMayCall() throws Exception {
    for (var origin : DmsDoor.ORIGINS)
      assertThat(
              CLIENT
                  .send(
                      HttpRequest.newBuilder(at("/actor/handle")).header("Origin", origin).build(),
                      BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(200);
    var foreign =
        HttpRequest.newBuilder(at("/actor/handle"))
            .header("Origin", "http://localhost:3000")
            .build();
    assertThat(CLIENT.send(foreign, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
  }

  private Envelope asked(InMemoryNodes.Node whom, String behaviour, int seconds) {
    return user.seal(
        Message.to(whom.handle(), behaviour)
            .withPayload("{\"a\":1}")
            .answeredTo("/dms/actor/replyto/7")
            .expiringAt(nodes.clock.instant().plusSeconds(seconds)));
  }

  private Envelope hello(int seconds) {
    return user.seal(
        Message.broadcast(new Topic("/nunet/hello"), "/broadcast/hello")
            .withPayload("{}")
            .answeredTo("/broadcast/hello/replyto/7")
            .expiringAt(nodes.clock.instant().plusSeconds(seconds)));
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(at(path)).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}
