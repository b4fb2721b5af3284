package atoll.actor;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.GossipValidator.Verdict;
import atoll.actor.World.Node;
import atoll.capability.Action;
import atoll.capability.Capability;
import atoll.capability.Expiry;
import atoll.capability.Topic;
import atoll.identity.Did;
import atoll.kernel.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Broadcasts: A21, A22, DMS §3.5 and §4.1. */
class GossipTest {
  private static final Topic HELLO = new Topic("/nunet/hello");
  private static final String BEHAVIOUR = "/broadcast/hello";

  private final World world = new World(3);
  private final Node a = world.node(Vectors.A);
  private final Node b = world.node(Vectors.B).trusts(a);
  private final Node c = world.node(Vectors.C);

  @Test
  @DisplayName("A22 a broadcast hello returns both DIDs")
  void hello() {
    c.trusts(a);
    for (var node : List.of(a, b, c)) sayHello(node);
    a.trusts(b).trusts(c);
    var answers = new ArrayList<String>();
    broadcast(a, answers);
    assertThat(answers).containsExactlyInAnyOrder(b.handle().did().uri(), c.handle().did().uri());
  }

  @Test
  void whoIsNotAuthorisedIsNotHeardAndNotAnswered() {
    sayHello(b);
    var answers = new ArrayList<String>();
    b.trusts(a);
    broadcast(c, answers);
    assertThat(answers).isEmpty();
    assertThat(b.actor().counters().unauthorised()).isEqualTo(1);
  }

  @Test
  void answersOfThoseWhoAreNotTrustedAreDropped() {
    sayHello(b);
    var answers = new ArrayList<String>();
    broadcast(a, answers);
    assertThat(answers).isEmpty();
    assertThat(a.actor().counters().unauthorised()).isEqualTo(1);
  }

  @Test
  void answersOfOneActorUnderACommonRootAreAuthorisedByItsDelegation() {
    sayHello(b);
    var root = c;
    a.trusts(root);
    var broad =
        root.context()
            .grant(
                Action.DELEGATE,
                b.handle().did(),
                Did.NONE,
                List.of(),
                Expiry.at(world.in(3600)),
                0,
                List.of(new Capability("/broadcast"), new Capability("/public")));
    b.context().anchorProvide(broad);
    var answers = new ArrayList<String>();
    broadcast(a, answers);
    assertThat(answers).containsExactly(b.handle().did().uri());
  }

  @Test
  void aBehaviourHearsItsOwnTopicOnly() {
    sayHello(b);
    b.actor()
        .on(
            "/broadcast/other",
            BehaviourOptions.DEFAULT.onTopic(new Topic("/nunet/other")),
            _ -> {});
    a.actor()
        .publish(new Topic("/nunet/other"), BEHAVIOUR, new byte[0], world.in(30), Optional.empty());
    world.time.settle();
    assertThat(b.actor().counters().handled()).isZero();
    assertThat(b.actor().counters().unauthorised()).isEqualTo(1);
  }

  @Test
  void aBehaviourOnATopicCanBeInvokedDirectlyToo() {
    sayHello(b);
    assertThat(world.ask(a.actor(), b.handle(), BEHAVIOUR, "")).isInstanceOf(Reply.Answered.class);
  }

  @Test
  void aTopicIsLeftWithTheLastBehaviourThatListens() {
    var first = sayHello(b);
    var second = b.actor().on("/broadcast/again", BehaviourOptions.DEFAULT.onTopic(HELLO), _ -> {});
    first.close();
    first.close();
    a.actor().publish(HELLO, "/broadcast/again", new byte[0], world.in(30), Optional.empty());
    world.time.settle();
    assertThat(b.actor().counters().handled()).isEqualTo(1);
    second.close();
    a.actor().publish(HELLO, "/broadcast/again", new byte[0], world.in(30), Optional.empty());
    world.time.settle();
    assertThat(b.actor().counters().unknownBehaviour()).isZero();
  }

  @Test
  @DisplayName("A21 the validator rejects what is wrong and ignores what is late or too much")
  void validator() {
    var none = new ActorLimits(1, 1, 1, 1, 1, Map.of(), 1, 1, 1, 1, 1, 1, 1);
    var limiter = new Limiter(none);
    var gossip = new Gossip(b.handle(), b.transport(), null, limiter, world.time);
    var signer = new EnvelopeSigner(a.handle(), Vectors.A, a.context(), world.time);
    var good = signer.seal(Message.broadcast(HELLO, BEHAVIOUR));
    var direct = signer.seal(Message.to(b.handle(), BEHAVIOUR));
    assertThat(gossip.judge(HELLO, good.toBytes())).isEqualTo(Verdict.ACCEPT);
    assertThat(gossip.judge(HELLO, "no".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Verdict.REJECT);
    assertThat(gossip.judge(HELLO, direct.toBytes())).isEqualTo(Verdict.REJECT);
    assertThat(gossip.judge(new Topic("/nunet/other"), good.toBytes())).isEqualTo(Verdict.REJECT);
    assertThat(gossip.judge(HELLO, Envelope.unsigned(good.content()).toBytes()))
        .isEqualTo(Verdict.REJECT);
    var forged = good.toJson().replace("/broadcast/hello", "/broadcast/hullo");
    assertThat(gossip.judge(HELLO, forged.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Verdict.REJECT);
    assertThat(limiter.acquire(good, Optional.of(HELLO))).isTrue();
    assertThat(gossip.judge(HELLO, good.toBytes())).isEqualTo(Verdict.IGNORE);
    limiter.release(good, Optional.of(HELLO));
    assertThat(gossip.judge(HELLO, good.toBytes())).isEqualTo(Verdict.ACCEPT);
    world.time.advance(Duration.ofSeconds(31));
    assertThat(gossip.judge(HELLO, good.toBytes())).isEqualTo(Verdict.IGNORE);
  }

  @Test
  void aGreetingIsAnsweredDirectlyToo() {
    var greetings = Hello.serve(b.actor());
    assertThat(world.ask(a.actor(), b.handle(), Hello.DIRECT, "{}"))
        .isInstanceOfSatisfying(
            Reply.Answered.class,
            answered ->
                assertThat(answered.payload())
                    .asString()
                    .isEqualTo("{\"DID\":{\"uri\":\"" + b.handle().did() + "\"}}"));
    greetings.close();
    ActorTest.assertRefused(
        world.ask(a.actor(), b.handle(), Hello.DIRECT, "{}"), ErrorCode.UNKNOWN_BEHAVIOUR, "");
  }

  private static Registration sayHello(Node node) {
    return node.actor()
        .on(
            BEHAVIOUR,
            BehaviourOptions.DEFAULT.onTopic(HELLO),
            message -> message.reply(node.handle().did().uri()));
  }

  private void broadcast(Node from, List<String> answers) {
    from.actor()
        .publish(
            HELLO,
            BEHAVIOUR,
            new byte[0],
            world.in(30),
            Optional.of((_, reply) -> {
              if (reply instanceof Reply.Answered answered)
                answers.add(new String(answered.payload(), StandardCharsets.UTF_8));
            }));
    world.time.settle();
  }
}
