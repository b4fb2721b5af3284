package atoll.actor;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.World.Node;
import atoll.kernel.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replayed, re-targeted, forged, early, late and broken messages: B trusts A, C is a stranger. */
class HostileMessagesTest {
  private static final String BEHAVIOUR = "/dms/deployment/request";

  private final World world = new World(2);
  private final Node a = world.node(Vectors.A);
  private final Node b = world.node(Vectors.B).trusts(a);
  private final Node c = world.node(Vectors.C);
  private final AtomicInteger handled = new AtomicInteger();
  private final EnvelopeSigner signer =
      new EnvelopeSigner(a.handle(), Vectors.A, a.context(), world.time);
  private final List<Reply> answers = new ArrayList<>();

  @BeforeEach
  void serve() {
    b.actor()
        .on(
            BEHAVIOUR,
            message -> {
              handled.incrementAndGet();
              message.reply("{}");
            });
  }

  @Test
  void aMessageIsAcceptedOnceHoweverOftenItComes() {
    var bytes = question().toBytes();
    for (int i = 0; i < 5; i++) world.deliver(c, b, bytes);
    assertThat(handled).hasValue(1);
    assertThat(b.actor().counters().replayed()).isEqualTo(4);
    assertThat(answers.getFirst()).isInstanceOf(Reply.Answered.class);
    assertThat(answers.subList(1, 5))
        .allSatisfy(reply -> ActorTest.assertRefused(reply, ErrorCode.REPLAYED, "accepted before"));
  }

  @Test
  void aCopyThatComesWhileTheMessageIsBeingHandledIsNotAnsweredForIt() {
    var bytes = question().toBytes();
    var first = c.transport().send(b.handle().address(), bytes, world.in(9));
    var second = c.transport().send(b.handle().address(), bytes, world.in(9));
    world.time.settle();
    assertThat(first.join()).isEqualTo(second.join());
    assertThat(handled).hasValue(1);
    assertThat(answers).filteredOn(Reply.Answered.class::isInstance).hasSize(1);
  }

  @Test
  void aMessageForAnotherActorIsNobodysHere() {
    world.deliver(c, c, question().toBytes());
    assertThat(c.actor().counters().misaddressed()).isEqualTo(1);
    assertThat(answers).isEmpty();
  }

  @Test
  void aMessageThatWasReTargetedDoesNotVerifyAndIsMetWithSilence() {
    c.actor().on(BEHAVIOUR, _ -> handled.incrementAndGet());
    var toC =
        new String(question().toBytes(), StandardCharsets.UTF_8)
            .replace(b.handle().toJson(), c.handle().toJson());
    world.deliver(b, c, toC.getBytes(StandardCharsets.UTF_8));
    assertThat(c.actor().counters().unauthenticated()).isEqualTo(1);
    assertThat(handled).hasValue(0);
    assertThat(answers).isEmpty();
  }

  @Test
  void aStrangerWhoBorrowsTheTokensOfAnotherIsRefused() {
    var content = question().content();
    var borrowed =
        new Envelope.Content(
            content.to(),
            content.behaviour(),
            c.handle(),
            7,
            content.expiry(),
            "/x/reply",
            Optional.empty(),
            content.payload(),
            content.capabilities());
    answersAt(c, "/x/reply");
    world.deliver(c, b, Envelope.unsigned(borrowed).sign(Vectors.C).toBytes());
    assertThat(handled).hasValue(0);
    ActorTest.assertRefused(answers.getFirst(), ErrorCode.UNAUTHORISED, "wrong_subject");
  }

  @Test
  void aMessageFromTheFutureIsRefused() {
    var early =
        signed(world.time.instant().plus(Duration.ofMinutes(6)).toEpochMilli() * 1_000_000, 30);
    world.deliver(a, b, early.toBytes());
    ActorTest.assertRefused(answers.getFirst(), ErrorCode.EXPIRED, "future");
    var skewed =
        signed(world.time.instant().plus(Duration.ofMinutes(4)).toEpochMilli() * 1_000_000, 30);
    world.deliver(a, b, skewed.toBytes());
    assertThat(handled).hasValue(1);
  }

  @Test
  @DisplayName("A17 a message that expired is refused, and long after that not even answered")
  void expired() {
    var bytes = question().toBytes();
    world.time.advance(Duration.ofSeconds(31));
    world.deliver(a, b, bytes);
    assertThat(handled).hasValue(0);
    ActorTest.assertRefused(answers.getFirst(), ErrorCode.EXPIRED, "expired");
    world.time.advance(Duration.ofMinutes(6));
    world.deliver(a, b, bytes);
    assertThat(answers).hasSize(1);
    assertThat(b.actor().counters().expired()).isEqualTo(2);
  }

  @Test
  void messagesThatCountForYearsAreAcceptedAndRememberedForYears() {
    var lasting = signed(signer.nextNonce(), 5 * 365 * 86_400);
    world.deliver(a, b, lasting.toBytes());
    world.time.advance(Duration.ofDays(365));
    world.deliver(a, b, lasting.toBytes());
    assertThat(handled).hasValue(1);
    assertThat(b.actor().counters().replayed()).isEqualTo(1);
  }

  @Test
  void bytesOfNobodyAreMetWithSilenceAndCounted() {
    var unsigned = Envelope.unsigned(question().content()).toBytes();
    world.deliver(c, b, unsigned);
    world.deliver(c, b, new byte[0]);
    world.deliver(c, b, "{\"to\":".getBytes(StandardCharsets.UTF_8));
    world.deliver(c, b, "[".repeat(100_000).getBytes(StandardCharsets.UTF_8));
    assertThat(b.actor().counters().malformed()).isEqualTo(3);
    assertThat(b.actor().counters().unauthenticated()).isEqualTo(1);
    assertThat(answers).isEmpty();
    assertThat(handled).hasValue(0);
  }

  @Test
  void tokensThatAreNoneAreABadRequest() {
    for (var tokens :
        new String[] {"{\"tok\":[1]}", "nonsense", "{\"tok\":[],\"tok\":[]}", " ".repeat(20_000)}) {
      var content = question().content();
      var broken =
          new Envelope.Content(
              content.to(),
              content.behaviour(),
              content.from(),
              signer.nextNonce(),
              content.expiry(),
              content.replyTo(),
              Optional.empty(),
              content.payload(),
              tokens.getBytes(StandardCharsets.UTF_8));
      world.deliver(a, b, Envelope.unsigned(broken).sign(Vectors.A).toBytes());
      ActorTest.assertRefused(answers.getLast(), ErrorCode.BAD_REQUEST, "");
    }
    assertThat(handled).hasValue(0);
  }

  @Test
  @DisplayName("A19 an answer is taken once, though it comes three times")
  void duplicatedAnswer() {
    var answer =
        new EnvelopeSigner(b.handle(), Vectors.B, b.context(), world.time)
            .seal(Message.to(a.handle(), "/x/reply").withPayload("{}"));
    var taken = new AtomicInteger();
    a.actor()
        .registerReplyFor(
            a.handle(), "/x/reply", Optional.of(b.id()), _ -> taken.incrementAndGet());
    var first = b.transport().send(a.handle().address(), answer.toBytes(), world.in(9));
    var second = b.transport().send(a.handle().address(), answer.toBytes(), world.in(9));
    world.time.settle();
    assertThat(List.of(first.join(), second.join())).containsOnly(SendOutcome.SENT);
    world.deliver(b, a, answer.toBytes());
    assertThat(taken).hasValue(1);
    assertThat(a.actor().counters().replies()).isEqualTo(1);
  }

  @Test
  void onlyWhoWasAskedMayAnswer() {
    b.actor().on("/x/slow", _ -> {});
    var question = a.actor().invoke(b.handle(), "/x/slow", new byte[0], world.in(30));
    world.time.settle();
    var continuation =
        "/dms/actor/replyto/"
            + Long.toUnsignedString(World.START.getEpochSecond() * 1_000_000_000L);
    var forged =
        new EnvelopeSigner(c.handle(), Vectors.C, c.context(), world.time)
            .seal(Message.to(a.handle(), continuation).withPayload("{}"));
    a.context().addRoot(c.handle().did());
    world.deliver(c, a, forged.toBytes());
    assertThat(question).isNotDone();
    assertThat(a.actor().counters().unauthorised()).isEqualTo(1);
  }

  @Test
  void anAnswerToNothingIsToldToBeUnknownAndNothingMore() {
    var stray = signer.seal(Message.to(b.handle(), "/dms/actor/replyto/1"));
    world.deliver(a, b, stray.toBytes());
    assertThat(b.actor().counters().unknownBehaviour()).isEqualTo(1);
  }

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void mutatedMessagesReachNoHandler(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      var bytes = question().toBytes();
      int at = random.nextInt(bytes.length);
      bytes[at] = (byte) (bytes[at] + 1 + random.nextInt(255));
      world.deliver(c, b, bytes);
    }
    assertThat(handled).hasValue(0);
  }

  /** A fresh question of A to B, whose answer is kept. */
  private Envelope question() {
    return signed(signer.nextNonce(), 30);
  }

  private Envelope signed(long nonce, int seconds) {
    var continuation = "/x/reply/" + nonce;
    answersAt(a, continuation);
    var message =
        Message.to(b.handle(), BEHAVIOUR).expiringAt(world.in(seconds)).answeredTo(continuation);
    var tokens = signer.seal(message).content().capabilities();
    return message.envelope(a.handle(), nonce, world.time.instant(), tokens).sign(Vectors.A);
  }

  private void answersAt(Node node, String continuation) {
    node.actor()
        .registerReplyFor(
            node.handle(), continuation, Optional.empty(), answer -> answers.add(Reply.of(answer)));
  }
}
