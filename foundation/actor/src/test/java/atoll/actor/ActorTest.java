package atoll.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.actor.World.Node;
import atoll.capability.Capability;
import atoll.identity.Did;
import atoll.identity.PeerId;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.MalformedJsonException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ActorTest {
  private final World world = new World(1);
  private final Node a = world.node(Vectors.A);
  private final Node b = world.node(Vectors.B).trusts(a);
  private final Node c = world.node(Vectors.C);

  @Test
  void whoIsTrustedIsAnswered() {
    var seen = new ArrayList<Received>();
    b.actor()
        .on(
            "/dms/node/peers/self",
            message -> {
              seen.add(message);
              message.reply("{\"you\":\"" + message.payloadText() + "\"}");
            });
    var reply = world.ask(a.actor(), b.handle(), "/dms/node/peers/self", "hi");
    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Answered.class,
            answered -> {
              assertThat(answered.payload()).asString().isEqualTo("{\"you\":\"hi\"}");
              assertThat(answered.envelope().from().id()).isEqualTo(b.id());
            });
    assertThat(seen)
        .singleElement()
        .satisfies(message -> {
          assertThat(message.from()).isEqualTo(a.handle());
          assertThat(message.grant().principal()).isEqualTo(a.handle().did());
          assertThat(
                  message
                      .grant()
                      .allows(new Capability("/dms/node/peers/self"), world.time.instant()))
              .isTrue();
          assertThat(
                  message.grant().allows(new Capability("/dms/node/peers"), world.time.instant()))
              .isFalse();
          assertThat(message.remaining()).isEqualTo(Duration.ofSeconds(30));
        });
    assertThat(b.actor().counters().handled()).isEqualTo(1);
    assertThat(a.actor().counters().replies()).isEqualTo(1);
  }

  @Test
  @DisplayName("A19 who is not authorised is told so, and nothing is executed")
  void unauthorised() {
    var executed = new AtomicInteger();
    b.actor().on("/dms/node/peers/self", _ -> executed.incrementAndGet());
    var reply = world.ask(c.actor(), b.handle(), "/dms/node/peers/self", "");
    assertRefused(reply, ErrorCode.UNAUTHORISED, "not_trusted");
    assertThat(executed).hasValue(0);
    assertThat(b.actor().counters().unauthorised()).isEqualTo(1);
  }

  @Test
  void aBehaviourThatIsNotServedIsSaidToBeUnknown() {
    assertRefused(
        world.ask(a.actor(), b.handle(), "/dms/nothing", ""),
        ErrorCode.UNKNOWN_BEHAVIOUR,
        "/dms/nothing");
    var registration = b.actor().on("/dms/nothing", message -> message.reply("{}"));
    assertThat(world.ask(a.actor(), b.handle(), "/dms/nothing", ""))
        .isInstanceOf(Reply.Answered.class);
    registration.close();
    assertRefused(
        world.ask(a.actor(), b.handle(), "/dms/nothing", ""), ErrorCode.UNKNOWN_BEHAVIOUR, "");
  }

  @Test
  void aBehaviourEndsWhenItExpires() {
    b.actor()
        .on(
            "/dms/brief",
            BehaviourOptions.DEFAULT.until(world.in(60)),
            message -> message.reply("{}"));
    assertThat(world.ask(a.actor(), b.handle(), "/dms/brief", ""))
        .isInstanceOf(Reply.Answered.class);
    assertThatThrownBy(() -> b.actor().on("/dms/brief", _ -> {}))
        .hasMessageContaining("served already");
    world.time.advance(Duration.ofSeconds(61));
    assertRefused(
        world.ask(a.actor(), b.handle(), "/dms/brief", ""), ErrorCode.UNKNOWN_BEHAVIOUR, "");
    b.actor().on("/dms/brief", _ -> {});
  }

  @Test
  void aBehaviourMayAskForAnyOfOtherCapabilitiesThanItsName() {
    Handler answer = message -> message.reply("{}");
    var wide = BehaviourOptions.DEFAULT.requiring(new Capability("/dms/wide"));
    b.actor().on("/dms/other", wide, answer);
    assertRefused(
        world.ask(a.actor(), b.handle(), "/dms/other", ""), ErrorCode.UNAUTHORISED, "insufficient");
    var either =
        BehaviourOptions.DEFAULT.requiring(
            new Capability("/dms/wide"), new Capability("/dms/some/part"));
    b.actor().on("/dms/some", either, answer);
    assertThat(world.ask(a.actor(), b.handle(), "/dms/some", ""))
        .isInstanceOf(Reply.Answered.class);
  }

  @Test
  void aOneShotBehaviourIsServedOnce() {
    b.actor().on("/dms/once", BehaviourOptions.DEFAULT.onlyOnce(), message -> message.reply("{}"));
    assertRefused(world.ask(c.actor(), b.handle(), "/dms/once", ""), ErrorCode.UNAUTHORISED, "");
    assertThat(world.ask(a.actor(), b.handle(), "/dms/once", ""))
        .isInstanceOf(Reply.Answered.class);
    assertRefused(
        world.ask(a.actor(), b.handle(), "/dms/once", ""), ErrorCode.UNKNOWN_BEHAVIOUR, "");
  }

  @Test
  void handlersRefuseAndFailWithACode() {
    b.actor().on("/x/refuses", message -> message.refuse(ErrorCode.CONFLICT, "taken"));
    b.actor()
        .on(
            "/x/malformed",
            _ -> {
              throw new MalformedJsonException("no name");
            });
    b.actor()
        .on(
            "/x/broken",
            _ -> {
              throw new AtollException(ErrorCode.STORAGE_FAILED, "disk");
            });
    b.actor()
        .on(
            "/x/bug",
            _ -> {
              throw new IllegalStateException("secret detail");
            });
    assertRefused(world.ask(a.actor(), b.handle(), "/x/refuses", ""), ErrorCode.CONFLICT, "taken");
    assertRefused(
        world.ask(a.actor(), b.handle(), "/x/malformed", ""), ErrorCode.BAD_REQUEST, "no name");
    assertRefused(
        world.ask(a.actor(), b.handle(), "/x/broken", ""), ErrorCode.STORAGE_FAILED, "disk");
    var bug = world.ask(a.actor(), b.handle(), "/x/bug", "");
    assertRefused(bug, ErrorCode.INTERNAL, "log");
    assertThat(bug.toString()).doesNotContain("secret");
    assertThat(b.actor().counters().failed()).isEqualTo(3);
  }

  @Test
  void anAnswerMayComeAfterTheHandlerReturnedAndOnlyOnce() {
    var later = new ArrayList<Received>();
    b.actor().on("/x/later", later::add);
    var reply = a.actor().invoke(b.handle(), "/x/later", new byte[0], world.in(30));
    world.time.advance(Duration.ofSeconds(10));
    assertThat(reply).isNotDone();
    later.getFirst().reply("{}");
    world.time.settle();
    assertThat(reply.join()).isInstanceOf(Reply.Answered.class);
    assertThatThrownBy(() -> later.getFirst().reply("{}"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void noAnswerIsSaidWhenTheQuestionExpires() {
    b.actor().on("/x/silent", _ -> {});
    var reply = a.actor().invoke(b.handle(), "/x/silent", new byte[0], world.in(30));
    world.time.advance(Duration.ofSeconds(29));
    assertThat(reply).isNotDone();
    world.time.advance(Duration.ofSeconds(1));
    assertThat(reply.join()).isInstanceOf(Reply.NoReply.class);
  }

  @Test
  void whoCannotBeReachedIsSaidAtOnce() {
    var nobody = Handle.of(atoll.identity.PrivateKey.generate(new java.util.Random(5)).publicKey());
    var reply = a.actor().invoke(nobody, "/x", new byte[0], world.in(30));
    assertThat(reply.join())
        .isInstanceOfSatisfying(Reply.NoReply.class, no -> assertThat(no.why()).contains("no way"));
  }

  @Test
  void anActorTalksToItselfOnItsOwnAuthority() {
    c.actor().on("/x/self", message -> message.reply(message.grant().principal().uri()));
    assertThat(world.ask(c.actor(), c.handle(), "/x/self", ""))
        .isInstanceOfSatisfying(
            Reply.Answered.class,
            answered ->
                assertThat(answered.payload()).asString().isEqualTo(c.handle().did().uri()));
  }

  @Test
  void aChildHasItsOwnKeyAndInboxAndItsParentsAuthority() {
    var child = a.actor().child("ensemble-1", Optional.empty());
    assertThat(child.handle().did()).isEqualTo(a.handle().did());
    assertThat(child.handle().id()).isNotEqualTo(a.id());
    assertThat(child.handle().address())
        .isEqualTo(new Address(PeerId.of(Vectors.A.publicKey()).text(), "ensemble-1"));
    b.actor()
        .on(
            "/x/who",
            message -> message.reply(message.grant().principal() + " as " + message.from().id()));
    assertThat(world.ask(child, b.handle(), "/x/who", ""))
        .isInstanceOfSatisfying(
            Reply.Answered.class,
            answered ->
                assertThat(answered.payload())
                    .asString()
                    .isEqualTo(a.handle().did() + " as " + child.handle().id()));
    child.on("/x/child", message -> message.reply("{}"));
    assertThat(world.ask(a.actor(), child.handle(), "/x/child", ""))
        .isInstanceOf(Reply.Answered.class);
    assertRefused(world.ask(b.actor(), child.handle(), "/x/child", ""), ErrorCode.UNAUTHORISED, "");
    assertThat(a.actor().children()).containsExactly(child);
    child.close();
    assertThat(a.actor().child("ensemble-1")).isEmpty();
    assertThat(world.ask(a.actor(), child.handle(), "/x/child", ""))
        .isInstanceOf(Reply.NoReply.class);
  }

  @Test
  void aChildThatLivedBeforeKeepsItsKeyAndItsInboxIsItsAlone() {
    var child = a.actor().child("alloc", Optional.of(Vectors.C));
    assertThat(child.handle().id()).isEqualTo(Handle.of(Vectors.C.publicKey()).id());
    assertThatThrownBy(() -> a.actor().child("alloc", Optional.empty()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aDynamicGrantLetsAStrangerInWithinItAndUntilItEnds() {
    b.actor().on("/dms/ensemble/1/commit", message -> message.reply("{}"));
    b.actor().on("/dms/ensemble/2/commit", message -> message.reply("{}"));
    assertRefused(
        world.ask(c.actor(), b.handle(), "/dms/ensemble/1/commit", ""), ErrorCode.UNAUTHORISED, "");
    var grant =
        b.actor()
            .grantLocally(
                c.handle().did(),
                b.handle().did(),
                List.of(new Capability("/dms/ensemble/1")),
                Duration.ofHours(1));
    assertThat(world.ask(c.actor(), b.handle(), "/dms/ensemble/1/commit", ""))
        .isInstanceOf(Reply.Answered.class);
    assertRefused(
        world.ask(c.actor(), b.handle(), "/dms/ensemble/2/commit", ""), ErrorCode.UNAUTHORISED, "");
    grant.close();
    assertRefused(
        world.ask(c.actor(), b.handle(), "/dms/ensemble/1/commit", ""), ErrorCode.UNAUTHORISED, "");
    b.actor()
        .grantLocally(
            c.handle().did(),
            Did.NONE,
            List.of(new Capability("/dms/ensemble/2")),
            Duration.ofHours(1));
    assertThat(world.ask(c.actor(), b.handle(), "/dms/ensemble/2/commit", ""))
        .isInstanceOf(Reply.Answered.class);
    world.time.advance(Duration.ofHours(1));
    assertRefused(
        world.ask(c.actor(), b.handle(), "/dms/ensemble/2/commit", ""), ErrorCode.UNAUTHORISED, "");
  }

  @Test
  void closingTellsWhoWaitsAndFreesTheInbox() {
    b.actor().on("/x/silent", _ -> {});
    var reply = a.actor().invoke(b.handle(), "/x/silent", new byte[0], world.in(30));
    world.time.settle();
    a.actor().close();
    assertThat(reply.join()).isInstanceOf(Reply.NoReply.class);
    assertThat(world.deliver(b, a, new byte[1])).isInstanceOf(SendOutcome.Unreachable.class);
  }

  @Test
  void whatIsTooBigToBeSentIsRefusedToTheSender() {
    assertThatThrownBy(() -> a.actor().invoke(b.handle(), "/x", new byte[1 << 20], world.in(30)))
        .isInstanceOf(IllegalArgumentException.class);
    b.actor().on("/x/big", message -> message.reply(new byte[1 << 20]));
    assertRefused(world.ask(a.actor(), b.handle(), "/x/big", ""), ErrorCode.INTERNAL, "");
  }

  @Test
  void theSameSeedLivesTheSameLife() {
    assertThat(life(11)).isEqualTo(life(11)).hasSizeGreaterThan(20);
  }

  /** Questions over a way that loses some, told in the order in which they end. */
  private static List<String> life(long seed) {
    var world = new World(seed);
    var random = new java.util.Random(seed);
    var asker = world.node(Vectors.A);
    var asked = world.node(Vectors.B).trusts(asker);
    var story = new ArrayList<String>();
    asked
        .actor()
        .on(
            "/x",
            message -> {
              story.add("asked " + message.payloadText() + " at " + world.time.nanos());
              message.reply(message.payload());
            });
    world
        .network
        .conditions()
        .roundTrip(asker.transport().self(), asked.transport().self(), Duration.ofMillis(20));
    world.network.conditions().lose((_, _) -> random.nextInt(3) == 0);
    for (int i = 0; i < 20; i++) {
      var number = Integer.toString(i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      var end =
          asker
              .actor()
              .invoke(asked.handle(), "/x", number, world.in(1))
              .thenAccept(reply -> {
                var how = reply.getClass().getSimpleName();
                story.add(
                    new String(number, java.nio.charset.StandardCharsets.UTF_8)
                        + " "
                        + how
                        + " at "
                        + world.time.nanos());
              });
      world.time.advance(Duration.ofMillis(random.nextInt(30)));
      assertThat(end).isNotNull();
    }
    world.time.advance(Duration.ofSeconds(2));
    return story;
  }

  static void assertRefused(Reply reply, ErrorCode code, String saying) {
    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.reason()).contains(saying);
            });
  }
}
