package atoll.capability;

import static atoll.capability.Vectors.A;
import static atoll.capability.Vectors.B;
import static atoll.capability.Vectors.C;
import static atoll.capability.World.ask;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.capability.Authorisation.Allowed;
import atoll.capability.Authorisation.Refused;
import atoll.identity.Did;
import atoll.identity.PrivateKey;
import atoll.identity.Signer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Require and provide anchors, grants and delegations between contexts (DMS §2.5, §2.7). */
class AnchorsTest {
  private static final Signer MEMBER = Signer.of(PrivateKey.generate(new Random(11)));

  private final World world = new World();
  private final Expiry soon = world.in(Duration.ofHours(1));
  private final Expiry later = world.in(Duration.ofHours(8));
  private final CapabilityContext a = world.context(A);
  private final CapabilityContext member = world.context(MEMBER);

  @Test
  void aRequireAnchorAdmitsAThirdPartysMembersWithinItsLimits() {
    // B is an organisation, whom A admits for /public only; the member has all of B's authority
    anchored(
        a.anchorRequire(
            a.grant(Action.DELEGATE, B.did(), Did.NONE, List.of(), later, 0, caps("/public"))));
    anchored(
        member.anchorProvide(
            world
                .context(B)
                .grant(Action.DELEGATE, MEMBER.did(), Did.NONE, List.of(), later, 0, caps("/"))));
    assertThat(
            ask(
                a,
                member.provide(
                    A.did(), MEMBER.did(), A.did(), soon, caps("/public/status"), List.of()),
                MEMBER,
                "/public/status"))
        .isInstanceOf(Allowed.class);
    refused(
        ask(
            a,
            member.provide(A.did(), MEMBER.did(), A.did(), soon, caps("/dms"), List.of()),
            MEMBER,
            "/dms"),
        Refusal.NOT_TRUSTED);
    refused(
        ask(
            a,
            world.context(C).provide(A.did(), C.did(), A.did(), soon, caps("/public"), List.of()),
            C,
            "/public"),
        Refusal.NOT_TRUSTED);
  }

  @Test
  void whatARequireAnchorAdmitsNeitherOutlivesItNorGoesDeeperNorElsewhere() {
    a.admit(B.did(), A.did(), caps("/public"), soon);
    var b = world.context(B);
    assertThat(
            ask(
                a,
                b.provide(A.did(), B.did(), A.did(), soon, caps("/public"), List.of()),
                B,
                "/public"))
        .isInstanceOf(Allowed.class);
    refused(
        ask(
            a,
            b.provide(A.did(), B.did(), A.did(), later, caps("/public"), List.of()),
            B,
            "/public"),
        Refusal.NOT_TRUSTED);
    refused(
        ask(
            a,
            b.provide(A.did(), B.did(), C.did(), soon, caps("/public"), List.of()),
            B,
            C.did(),
            "/public"),
        Refusal.NOT_TRUSTED);
    anchored(
        member.anchorProvide(
            b.grant(Action.DELEGATE, MEMBER.did(), A.did(), List.of(), later, 0, caps("/public"))));
    refused(
        ask(
            a,
            member.provide(A.did(), MEMBER.did(), A.did(), soon, caps("/public"), List.of()),
            MEMBER,
            "/public"),
        Refusal.NOT_TRUSTED);
    world.advance(Duration.ofHours(2));
    refused(
        ask(
            a,
            b.provide(
                A.did(),
                B.did(),
                A.did(),
                world.in(Duration.ofSeconds(1)),
                caps("/public"),
                List.of()),
            B,
            "/public"),
        Refusal.NOT_TRUSTED);
  }

  @Test
  void severalRequireAnchorsTogetherCoverAToken() {
    a.admit(B.did(), Did.NONE, caps("/public"), later);
    a.admit(B.did(), Did.NONE, caps("/dms/deployment"), later);
    var bytes =
        world
            .context(B)
            .provide(
                A.did(),
                B.did(),
                A.did(),
                soon,
                caps("/public", "/dms/deployment", "/other"),
                List.of());
    var answer = ask(a, bytes, B, "/dms/deployment");
    assertThat(answer).isInstanceOf(Allowed.class);
    assertThat(((Allowed) answer).grant().abilities())
        .containsExactly(new Capability("/public"), new Capability("/dms/deployment"));
    refused(ask(a, bytes, B, "/other"), Refusal.NOT_TRUSTED);
  }

  @Test
  void oneRequireAnchorsTopicsDoNotMixWithAnothersCapabilities() {
    anchored(
        a.anchorRequire(
            a.grant(
                Action.DELEGATE, B.did(), Did.NONE, topics("/nunet"), later, 0, caps("/public"))));
    anchored(
        a.anchorRequire(
            a.grant(Action.DELEGATE, B.did(), Did.NONE, topics("/other"), later, 0, caps("/dms"))));
    var b = world.context(B);
    assertThat(broadcast(b, B, "/nunet", "/public")).isInstanceOf(Allowed.class);
    assertThat(broadcast(b, B, "/other", "/dms")).isInstanceOf(Allowed.class);
    refused(broadcast(b, B, "/other", "/public"), Refusal.NOT_TRUSTED);
    refused(broadcast(b, B, "/nunet", "/dms"), Refusal.NOT_TRUSTED);
  }

  @Test
  void anchorsAreRefusedThatRestOnNobodysWord() {
    var b = world.context(B);
    var notOurs = b.grant(Action.DELEGATE, C.did(), Did.NONE, List.of(), later, 0, caps("/"));
    refused(a.anchorRequire(notOurs), Refusal.NOT_TRUSTED);
    refused(a.anchorProvide(notOurs), Refusal.WRONG_SUBJECT);
    refused(
        a.anchorRequire(a.grant(Action.INVOKE, B.did(), Did.NONE, List.of(), later, 0, caps("/"))),
        Refusal.WRONG_ACTION);
    var expired =
        b.grant(
            Action.DELEGATE,
            A.did(),
            Did.NONE,
            List.of(),
            Expiry.at(world.now.minusNanos(1)),
            0,
            caps("/"));
    refused(a.anchorProvide(expired), Refusal.EXPIRED);
    a.addRoot(B.did());
    anchored(a.anchorRequire(notOurs)); // a root's word is as good
    assertThat(a.removeRequire(notOurs)).isTrue();
    assertThat(a.removeRequire(notOurs)).isFalse();
  }

  @Test
  void severalProvideAnchorsTogetherCoverADelegation() {
    a.addRoot(B.did());
    a.addRoot(C.did());
    anchored(
        member.anchorProvide(
            world
                .context(B)
                .grant(
                    Action.DELEGATE,
                    MEMBER.did(),
                    Did.NONE,
                    List.of(),
                    later,
                    0,
                    caps("/public"))));
    anchored(
        member.anchorProvide(
            world
                .context(C)
                .grant(Action.DELEGATE, MEMBER.did(), Did.NONE, List.of(), soon, 0, caps("/dms"))));
    var friend = Signer.of(PrivateKey.generate(new Random(12)));
    var both =
        new DelegationRequest(
            friend.did(), Did.NONE, List.of(), Optional.empty(), 0, caps("/public", "/dms/node"));
    var tokens = delegated(member.delegate(both, SelfSign.NO));
    assertThat(tokens).hasSize(2).allMatch(token -> token.length() == 2);
    assertThat(tokens).extracting(CapabilityToken::expiry).containsExactlyInAnyOrder(soon, later);
    assertThat(delegated(member.delegate(withExpiry(both, soon), SelfSign.ALSO))).hasSize(3);
    assertThat(delegated(member.delegate(withExpiry(both, soon), SelfSign.ONLY)))
        .hasSize(1)
        .allMatch(token -> token.length() == 1);
    var tooLate = member.delegate(withExpiry(both, later), SelfSign.NO);
    assertThat(tooLate).isInstanceOf(Delegation.Uncovered.class);
    assertThat(((Delegation.Uncovered) tooLate).caps())
        .containsExactly(new Capability("/dms/node"));

    var friends = world.context(friend);
    tokens.forEach(token -> anchored(friends.anchorProvide(token)));
    var within = world.in(Duration.ofMinutes(1));
    var bytes =
        friends.provide(
            A.did(), friend.did(), A.did(), within, caps("/public", "/dms/node/peers"), List.of());
    assertThat(ask(a, bytes, friend, "/public")).isInstanceOf(Allowed.class);
    assertThat(ask(a, bytes, friend, "/dms/node/peers")).isInstanceOf(Allowed.class);
  }

  @Test
  void aTokenThatAddsNothingIsDroppedUnlessItHasMoreTopics() {
    var b = world.context(B);
    var wide =
        b.grant(
            Action.DELEGATE,
            A.did(),
            Did.NONE,
            topics("/nunet"),
            later,
            0,
            caps("/public", "/dms"));
    var narrow = b.grant(Action.DELEGATE, A.did(), Did.NONE, List.of(), soon, 2, caps("/dms/node"));
    var moreTopics =
        b.grant(Action.DELEGATE, A.did(), Did.NONE, topics("/other"), soon, 0, caps("/dms"));
    anchored(a.anchorProvide(narrow));
    anchored(a.anchorProvide(wide));
    assertThat(a.provided().tokens()).containsExactly(wide);
    anchored(a.anchorProvide(narrow));
    anchored(a.anchorProvide(moreTopics));
    assertThat(a.provided().tokens()).containsExactly(wide, moreTopics);
  }

  @Test
  void aReplyRestsOnTheDelegationThatCameWithTheMessage() {
    var reply = new Capability("/dms/actor/replyto/7");
    a.addRoot(B.did());
    var b = world.context(B);
    var request = b.provide(A.did(), B.did(), A.did(), soon, caps("/public"), List.of(reply));
    byte[] answer;
    try (var consumed = a.consume(B.did(), request)) {
      assertThat(a.require(consumed, B.did(), A.did(), caps("/public")))
          .isInstanceOf(Allowed.class);
      answer = a.provide(B.did(), A.did(), B.did(), soon, List.of(reply), List.of());
    }
    assertThat(ask(b, answer, A, B.did(), reply.path())).isInstanceOf(Allowed.class);
    refused(ask(b, answer, A, B.did(), "/dms/actor/replyto/8"), Refusal.INSUFFICIENT);
    // the message was handled: nothing of it is held any more
    var late = a.provide(B.did(), A.did(), B.did(), soon, List.of(reply), List.of());
    refused(ask(b, late, A, B.did(), reply.path()), Refusal.NOT_TRUSTED);
  }

  @Test
  void oneMessageDoesNotActOnAnothersTokens() {
    a.addRoot(B.did());
    var bytes =
        world.context(B).provide(A.did(), B.did(), A.did(), soon, caps("/public"), List.of());
    try (var first = a.consume(B.did(), bytes);
        var second = a.consume(B.did(), TokenList.EMPTY.toBytes())) {
      assertThat(a.require(first, B.did(), A.did(), caps("/public"))).isInstanceOf(Allowed.class);
      refused(a.require(second, B.did(), A.did(), caps("/public")), Refusal.NO_TOKEN);
      refused(a.require(first, B.did(), A.did(), List.of()), Refusal.INSUFFICIENT);
    }
  }

  @Test
  void whatIsProvidedFitsIntoAMessage() {
    for (int i = 0; i < 60; i++)
      anchored(
          member.anchorProvide(
              world
                  .context(Signer.of(PrivateKey.generate(new Random(100 + i))))
                  .grant(
                      Action.DELEGATE,
                      MEMBER.did(),
                      Did.NONE,
                      List.of(),
                      later,
                      0,
                      caps("/public"))));
    a.addRoot(MEMBER.did());
    var bytes =
        member.provide(
            A.did(), MEMBER.did(), A.did(), soon, caps("/public"), caps("/dms/actor/replyto/1"));
    assertThat(bytes.length).isLessThanOrEqualTo(CapabilityTokens.MAX_BYTES);
    assertThat(ask(a, bytes, MEMBER, "/public")).isInstanceOf(Allowed.class);
  }

  @Test
  void codeThatHoldsATrustedKeyIsVerifiedLikeAnybodyElse() {
    assertThat(a.authenticate(A, Capability.ROOT, Duration.ofMinutes(1)))
        .isInstanceOf(Allowed.class);
    refused(a.authenticate(B, Capability.ROOT, Duration.ofMinutes(1)), Refusal.NOT_TRUSTED);
    a.addRoot(B.did());
    var answer = a.authenticate(B, Capability.ROOT, Duration.ofMinutes(1));
    assertThat(((Allowed) answer).grant().principal()).isEqualTo(B.did());
  }

  private Authorisation broadcast(CapabilityContext from, Signer sender, String topic, String cap) {
    var bytes = from.provideBroadcast(sender.did(), new Topic(topic), soon, caps(cap));
    try (var consumed = a.consume(sender.did(), bytes)) {
      return a.requireBroadcast(consumed, sender.did(), new Topic(topic), caps(cap));
    }
  }

  private static DelegationRequest withExpiry(DelegationRequest request, Expiry expiry) {
    return new DelegationRequest(
        request.subject(),
        request.audience(),
        request.topics(),
        Optional.of(expiry),
        request.depth(),
        request.caps());
  }

  private static List<CapabilityToken> delegated(Delegation delegation) {
    assertThat(delegation).isInstanceOf(Delegation.Delegated.class);
    return ((Delegation.Delegated) delegation).tokens().tokens();
  }

  private static List<Capability> caps(String... paths) {
    return Arrays.stream(paths).map(Capability::new).toList();
  }

  private static List<Topic> topics(String... paths) {
    return Arrays.stream(paths).map(Topic::new).toList();
  }

  private static void anchored(Anchoring anchoring) {
    assertThat(anchoring).isInstanceOf(Anchoring.Anchored.class);
  }

  private static void refused(Anchoring anchoring, Refusal reason) {
    assertThat(anchoring).isInstanceOf(Anchoring.Refused.class);
    assertThat(((Anchoring.Refused) anchoring).reason()).isEqualTo(reason);
  }

  private static void refused(Authorisation answer, Refusal reason) {
    assertThat(answer).isInstanceOf(Refused.class);
    assertThat(((Refused) answer).reason()).isEqualTo(reason);
  }
}
