package atoll.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.actor.World.Node;
import atoll.capability.CapabilityContext;
import atoll.identity.Did;
import atoll.identity.PeerId;
import atoll.identity.Signer;
import atoll.identity.TrustContext;
import atoll.kernel.ErrorCode;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A user at the command line signs, the node A passes on (DMS §12.1). */
class RelayTest {
  private final World world = new World(4);
  private final Node a = world.node(Vectors.A);
  private final Node b = world.node(Vectors.B);
  private final CapabilityContext userContext =
      new CapabilityContext(
          Signer.of(Vectors.C), new TrustContext(world.time), world.time, new Random(5));
  private final Did user = Did.of(Vectors.C.publicKey());

  /** The user's own key, at the address of the node that passes on. */
  private final Handle userHandle =
      new Handle(
          Handle.of(Vectors.C.publicKey()).id(),
          user,
          new Address(PeerId.of(Vectors.A.publicKey()).text(), Address.ROOT_INBOX));

  private final EnvelopeSigner signer =
      new EnvelopeSigner(userHandle, Vectors.C, userContext, world.time);

  @Test
  void aUsersQuestionToTheirOwnNodeIsAnsweredToThem() {
    a.context().addRoot(user);
    a.actor().on("/dms/node/peers/self", message -> message.reply("{\"id\":1}"));
    var outcome = a.actor().relayInvoke(ask(a));
    world.time.settle();
    assertThat(outcome.join())
        .isInstanceOfSatisfying(
            Relayed.Answered.class,
            answered -> {
              assertThat(answered.envelope().payloadText()).isEqualTo("{\"id\":1}");
              assertThat(answered.envelope().to()).isEqualTo(userHandle);
              assertThat(answered.envelope().from()).isEqualTo(a.handle());
            });
  }

  @Test
  void aUsersQuestionToAnotherNodeIsAnsweredThroughTheirs() {
    b.context().addRoot(user);
    b.actor()
        .on("/dms/node/peers/self", message -> message.reply(message.grant().principal().uri()));
    var outcome = a.actor().relayInvoke(ask(b));
    world.time.settle();
    assertThat(outcome.join())
        .isInstanceOfSatisfying(
            Relayed.Answered.class,
            answered -> assertThat(answered.envelope().payloadText()).isEqualTo(user.uri()));
  }

  @Test
  void passingOnAddsNoAuthority() {
    b.trusts(a).actor().on("/dms/node/peers/self", message -> message.reply("{}"));
    var outcome = a.actor().relayInvoke(ask(b));
    world.time.settle();
    assertThat(outcome.join())
        .isInstanceOfSatisfying(
            Relayed.Answered.class,
            answered ->
                ActorTest.assertRefused(
                    Reply.of(answered.envelope()), ErrorCode.UNAUTHORISED, "not_trusted"));
  }

  @Test
  void noAnswerAndNoWayAreSaid() {
    b.context().addRoot(user);
    b.actor().on("/dms/node/peers/self", _ -> {});
    var silent = a.actor().relayInvoke(ask(b));
    world.time.advance(Duration.ofSeconds(31));
    assertThat(silent.join()).isInstanceOf(Relayed.TimedOut.class);
    b.transport().close();
    assertThat(a.actor().relayInvoke(ask(b)).join()).isInstanceOf(Relayed.NotSent.class);
  }

  @Test
  @DisplayName("A22 a user's broadcast hello returns the DIDs of both nodes, when it expires")
  void broadcastHello() {
    for (var node : new Node[] {a, b}) {
      node.context().addRoot(user);
      Hello.serve(node.actor());
    }
    var hello =
        signer.seal(
            Message.broadcast(Hello.TOPIC, Hello.BROADCAST)
                .expiringAt(world.in(10))
                .answeredTo("/dms/actor/replyto/1"));
    var answers = a.actor().relayBroadcast(hello);
    world.time.advance(Duration.ofSeconds(9));
    assertThat(answers).isNotDone();
    world.time.advance(Duration.ofSeconds(1));
    assertThat(answers.join())
        .extracting(Envelope::payloadText)
        .containsExactlyInAnyOrder(greeting(a), greeting(b));
  }

  @Test
  void aQuestionThatWantsNoAnswerCannotBeAsked() {
    var statement = signer.seal(Message.to(b.handle(), "/x"));
    assertThatThrownBy(() -> a.actor().relayInvoke(statement))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> a.actor().relayBroadcast(statement))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(a.actor().relay(statement)).isNotNull();
    world.time.settle();
    assertThat(b.actor().counters().unknownBehaviour()).isEqualTo(1);
  }

  private static String greeting(Node node) {
    return "{\"DID\":{\"uri\":\"" + node.handle().did() + "\"}}";
  }

  private Envelope ask(Node whom) {
    return signer.seal(
        Message.to(whom.handle(), "/dms/node/peers/self")
            .answeredTo("/dms/actor/replyto/" + signer.nextNonce()));
  }
}
