package atoll.capability;

import static atoll.capability.Vectors.A;
import static atoll.capability.Vectors.B;
import static atoll.capability.Vectors.C;
import static atoll.capability.Vectors.vector;
import static atoll.capability.World.LATE;
import static atoll.capability.World.ask;
import static atoll.capability.World.list;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import atoll.capability.Authorisation.Allowed;
import atoll.capability.Authorisation.Refused;
import atoll.identity.Did;
import atoll.identity.PrivateKey;
import atoll.identity.Signer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Authority on the receiving side, against the vectors of DMS §17.3. */
class CapabilityContextTest {
  private static final String REQUEST = "/dms/deployment/request";

  private final World world = new World();
  private final CapabilityContext context = world.context(A);

  @Test
  @DisplayName("A8: a context rooted in A accepts T3 for what it is for, and nothing else")
  void aChainIsAcceptedForWhatItIsFor() {
    var answer = ask(context, list(vector("T3")), C, REQUEST);
    var grant = allowed(answer);
    assertThat(grant.principal()).isEqualTo(C.did());
    assertThat(grant.subject()).isEqualTo(C.did());
    assertThat(grant.allows(new Capability(REQUEST), world.now)).isTrue();
    assertThat(grant.allows(new Capability(REQUEST + "/x"), world.now)).isTrue();
    assertThat(grant.allows(new Capability("/dms/deployment"), world.now)).isFalse();
    assertThat(grant.allows(new Capability(REQUEST), Instant.parse("2100-01-01T00:00:00Z")))
        .isFalse();
    assertThat(grant.expiresAt()).isEqualTo(vector("T3").expiry().instant());
    refused(ask(context, list(vector("T3")), C, "/dms/deployment/commit"), Refusal.INSUFFICIENT);
    refused(ask(context, list(vector("T3")), C, B.did(), REQUEST), Refusal.WRONG_AUDIENCE);
    refused(ask(context, list(vector("T3")), B, REQUEST), Refusal.WRONG_SUBJECT);
    refused(ask(context, TokenList.EMPTY.toBytes(), C, REQUEST), Refusal.NO_TOKEN);
  }

  @Test
  void anotherContextTrustsTheChainOnlyThroughItsRoots() {
    var other = world.context(B);
    var stranger = world.context(Signer.of(PrivateKey.generate(new Random(1))));
    refused(ask(stranger, list(vector("T3")), C, REQUEST), Refusal.NOT_TRUSTED);
    stranger.addRoot(A.did());
    allowed(ask(stranger, list(vector("T3")), C, REQUEST));
    assertThat(stranger.removeRoot(A.did())).isTrue();
    refused(ask(stranger, list(vector("T3")), C, REQUEST), Refusal.NOT_TRUSTED);
    allowed(ask(other, list(vector("T3")), C, REQUEST)); // B signed a part of it
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @DisplayName("A4: a token list with any byte changed authorises nothing")
  void aChangedByteAuthorisesNothing(long seed) {
    var random = new Random(seed);
    var bytes = list(vector("T3"));
    allowed(ask(context, bytes, C, REQUEST)); // a warm cache must not help
    int at = random.nextInt(bytes.length);
    bytes[at] ^= (byte) (1 + random.nextInt(255));
    try {
      assertThat(ask(context, bytes, C, REQUEST)).isInstanceOf(Refused.class);
    } catch (MalformedTokenException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @ParameterizedTest
  @MethodSource("pieces")
  @DisplayName("A4: a changed member at any place of the chain fails")
  void aChangedMemberFails(String from, String to) {
    var text = vector("T3").json();
    for (int at = text.indexOf(from); at >= 0; at = text.indexOf(from, at + 1)) {
      var changed = text.substring(0, at) + to + text.substring(at + from.length());
      assertThat(ask(context, list(changed), C, REQUEST)).isInstanceOf(Refused.class);
    }
  }

  static List<Arguments> pieces() {
    return List.of(
        Arguments.of("/dms/deployment", "/dms/deploymens"),
        Arguments.of("\"exp\":41", "\"exp\":42"),
        Arguments.of("\"sub\":{\"uri\":\"" + B.did(), "\"sub\":{\"uri\":\"" + A.did()),
        Arguments.of("\"sig\":\"QH", "\"sig\":\"QI"),
        Arguments.of("\"sig\":\"lq", "\"sig\":\"lp"),
        Arguments.of("\"depth\":3", "\"depth\":4"),
        Arguments.of("\"nonce\":\"A", "\"nonce\":\"B"));
  }

  @Test
  @DisplayName("A9: who drops the audience or widens a capability fails at the chain")
  void wideningFails() {
    var unlimited = token(Action.INVOKE, C, C.did(), Did.NONE, REQUEST, LATE, vector("T2"));
    refused(ask(context, list(unlimited), C, REQUEST), Refusal.OUTLIVES_CHAIN);
    var soon = world.in(Duration.ofHours(1));
    var noAudience = token(Action.INVOKE, C, C.did(), Did.NONE, REQUEST, soon, vector("T2"));
    refused(ask(context, list(noAudience), C, REQUEST), Refusal.WIDENED);
    var wider = token(Action.INVOKE, C, C.did(), A.did(), "/dms", soon, vector("T2"));
    refused(ask(context, list(wider), C, REQUEST), Refusal.WIDENED);
    var widerDelegation = token(Action.DELEGATE, B, C.did(), A.did(), "/dms", soon, vector("T1"));
    var onIt = token(Action.INVOKE, C, C.did(), A.did(), REQUEST, soon, widerDelegation);
    refused(ask(context, list(onIt), C, REQUEST), Refusal.WIDENED);
    var otherTopic =
        World.token(
            Action.DELEGATE,
            B,
            C.did(),
            A.did(),
            "/other",
            "/public",
            soon,
            0,
            Optional.of(vector("T1")));
    var onOther = token(Action.INVOKE, C, C.did(), A.did(), "/public", soon, otherTopic);
    refused(ask(context, list(onOther), C, "/public"), Refusal.WIDENED);
  }

  @Test
  void aChainGoesFromSubjectToIssuerThroughDelegationsOnly() {
    var soon = world.in(Duration.ofHours(1));
    var stolen = token(Action.INVOKE, C, C.did(), A.did(), "/public", soon, vector("T1"));
    refused(ask(context, list(stolen), C, "/public"), Refusal.BROKEN_CHAIN);
    var invoke = token(Action.INVOKE, A, B.did(), Did.NONE, "/public", LATE);
    var onInvoke = token(Action.INVOKE, B, B.did(), A.did(), "/public", soon, invoke);
    refused(ask(context, list(onInvoke), B, "/public"), Refusal.BROKEN_CHAIN);
    refused(ask(context, list(vector("T1")), B, "/public"), Refusal.WRONG_ACTION);
  }

  @Test
  @DisplayName("A10: a delegation lives at least as long as what derives from it")
  void noTokenOutlivesItsDelegation() {
    var soon = world.in(Duration.ofHours(1));
    var brief = token(Action.DELEGATE, A, B.did(), Did.NONE, "/public", soon);
    var after = world.in(Duration.ofHours(2));
    refused(
        ask(
            context,
            list(token(Action.INVOKE, B, B.did(), A.did(), "/public", after, brief)),
            B,
            "/public"),
        Refusal.OUTLIVES_CHAIN);
    var fine = list(token(Action.INVOKE, B, B.did(), A.did(), "/public", soon, brief));
    var grant = allowed(ask(context, fine, B, "/public"));
    world.advance(Duration.ofHours(1));
    allowed(ask(context, fine, B, "/public")); // the last instant counts
    assertThat(grant.allows(new Capability("/public"), world.now)).isTrue();
    world.advance(Duration.ofNanos(1));
    refused(ask(context, fine, B, "/public"), Refusal.EXPIRED);
    assertThat(grant.allows(new Capability("/public"), world.now)).isFalse();
    world.now = Instant.parse("2100-01-01T00:00:01Z");
    refused(ask(context, list(vector("T3")), C, REQUEST), Refusal.EXPIRED);
  }

  @Test
  @DisplayName("A11: depth bounds how many tokens hang below a delegation")
  void depthBoundsTheChain() {
    var soon = world.in(Duration.ofHours(1));
    var one =
        World.token(
            Action.DELEGATE, A, B.did(), Did.NONE, "", "/public", LATE, 1, Optional.empty());
    allowed(
        ask(
            context,
            list(token(Action.INVOKE, B, B.did(), A.did(), "/public", soon, one)),
            B,
            "/public"));
    var further = token(Action.DELEGATE, B, C.did(), Did.NONE, "/public", soon, one);
    refused(
        ask(
            context,
            list(token(Action.INVOKE, C, C.did(), A.did(), "/public", soon, further)),
            C,
            "/public"),
        Refusal.TOO_DEEP);
    var providing = world.context(B);
    assertThat(providing.anchorProvide(one)).isInstanceOf(Anchoring.Anchored.class);
    assertThat(providing.delegate(wish(C.did(), "/public"), SelfSign.NO))
        .isInstanceOf(Delegation.Uncovered.class);
    allowed(
        ask(
            context,
            providing.provide(
                A.did(), B.did(), A.did(), soon, List.of(new Capability("/public")), List.of()),
            B,
            "/public"));
  }

  @Test
  void aChainHasAtMostSixteenTokens() {
    var chain = token(Action.DELEGATE, A, A.did(), Did.NONE, "/", LATE);
    for (int length = 2; length <= 15; length++)
      chain = token(Action.DELEGATE, A, A.did(), Did.NONE, "/", LATE, chain);
    var longest = token(Action.INVOKE, A, C.did(), A.did(), "/", LATE, chain);
    allowed(ask(context, list(longest), C, "/"));
    var full = token(Action.DELEGATE, A, A.did(), Did.NONE, "/", LATE, chain);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> token(Action.INVOKE, A, C.did(), A.did(), "/", LATE, full));
    var seventeen =
        longest.json().replaceFirst("\"chain\":", "\"chain\":" + full.json() + ",\"x\":");
    assertThatExceptionOfType(MalformedTokenException.class)
        .isThrownBy(() -> context.consume(C.did(), list(seventeen)))
        .withMessageContaining("longer than 16");
  }

  @Test
  @DisplayName("A12: what A took back counts no more, nor what derives from it; only A can")
  void revocationReachesTheWholeChain() {
    var forged =
        World.token(Action.REVOKE, B, B.did(), Did.NONE, "", "/public", LATE, 0, Optional.empty());
    assertThat(context.anchorRevocation(forged)).isInstanceOf(Anchoring.Anchored.class);
    allowed(ask(context, list(vector("T3")), C, REQUEST));
    var signedByB = new CapabilityToken(vector("T4").claims(), B.sign(vector("T4").signedBytes()));
    assertThat(context.anchorRevocation(signedByB))
        .isEqualTo(
            new Anchoring.Refused(
                Refusal.BAD_SIGNATURE, "the signature of " + A.did() + " does not verify"));
    allowed(ask(context, list(vector("T3")), C, REQUEST));

    var direct = token(Action.INVOKE, B, B.did(), A.did(), "/public", LATE, vector("T1"));
    allowed(ask(context, list(direct), B, "/public"));
    assertThat(context.anchorRevocation(vector("T4"))).isInstanceOf(Anchoring.Anchored.class);
    refused(ask(context, list(vector("T3")), C, REQUEST), Refusal.REVOKED);
    refused(ask(context, list(direct), B, "/public"), Refusal.REVOKED);
  }

  @Test
  void anOwnerRevokesOwnTokensOnlyAndAnchorsGoWithThem() {
    var granted = context.admit(B.did(), Did.NONE, List.of(new Capability("/public")), LATE);
    assertThat(context.required().tokens()).containsExactly(granted);
    var revocation = context.revoke(granted);
    assertThat(context.required().isEmpty()).isTrue();
    assertThat(context.revoked().tokens()).containsExactly(revocation);
    assertThat(context.anchorRequire(granted))
        .isEqualTo(
            new Anchoring.Refused(Refusal.REVOKED, "the token or one it derives from was revoked"));
    assertThatIllegalArgumentException().isThrownBy(() -> context.revoke(vector("T2")));
    assertThat(world.context(B).anchorRevocation(revocation))
        .isInstanceOf(Anchoring.Anchored.class);
  }

  @Test
  @DisplayName("A13: a broadcast token has no audience and keeps to its topic")
  void broadcastsKeepToTheirTopic() {
    var soon = world.in(Duration.ofHours(1));
    var hello = new Topic("/nunet/hello");
    var fine = broadcast(A, B, Did.NONE, "/nunet", soon);
    allowed(askBroadcast(fine, B, hello));
    refused(askBroadcast(fine, B, new Topic("/other")), Refusal.WRONG_TOPIC);
    refused(
        askBroadcast(broadcast(A, B, A.did(), "/nunet", soon), B, hello), Refusal.WRONG_AUDIENCE);
    refused(askBroadcast(fine, C, hello), Refusal.WRONG_SUBJECT);
    refused(ask(context, list(fine), B, "/public"), Refusal.WRONG_ACTION);
    var invoke = token(Action.INVOKE, A, B.did(), Did.NONE, "/public", soon);
    refused(askBroadcast(invoke, B, hello), Refusal.WRONG_ACTION);
  }

  @Test
  @DisplayName("A14: 16,384 bytes of tokens are read, one more is too big")
  void sizeIsBounded() {
    var bytes = new byte[CapabilityTokens.MAX_BYTES];
    var real = list(vector("T3"));
    Arrays.fill(bytes, (byte) ' ');
    System.arraycopy(real, 0, bytes, 0, real.length);
    allowed(ask(context, bytes, C, REQUEST));
    assertThatExceptionOfType(MalformedTokenException.class)
        .isThrownBy(() -> context.consume(C.did(), new byte[CapabilityTokens.MAX_BYTES + 1]))
        .withMessageContaining("too big");
    var one = token(Action.INVOKE, A, B.did(), A.did(), "/public", LATE);
    int many = (CapabilityTokens.MAX_BYTES - 16) / (one.json().length() + 1);
    var crowd = "{\"tok\":[" + (one.json() + ",").repeat(many - 1) + one.json() + "]}";
    allowed(ask(context, crowd.getBytes(UTF_8), B, "/public"));
  }

  @Test
  void theSameBytesAgainAreStillCheckedAgainstTimeAudienceAndRevocation() {
    var bytes = list(vector("T3"));
    allowed(ask(context, bytes, C, REQUEST));
    allowed(ask(context, bytes, C, REQUEST));
    refused(ask(context, bytes, C, B.did(), REQUEST), Refusal.WRONG_AUDIENCE);
    refused(ask(context, bytes, B, REQUEST), Refusal.WRONG_SUBJECT);
    world.now = Instant.parse("2100-01-01T00:00:01Z");
    refused(ask(context, bytes, C, REQUEST), Refusal.EXPIRED);
    world.now = Instant.parse("2030-01-01T00:00:00Z");
    context.revoke(vector("T1"));
    refused(ask(context, bytes, C, REQUEST), Refusal.REVOKED);
  }

  @Test
  void expiredAnchorsGoByThemselves() {
    context.admit(
        B.did(), Did.NONE, List.of(new Capability("/public")), world.in(Duration.ofMinutes(5)));
    world.advance(Duration.ofMinutes(59));
    context.consume(C.did(), TokenList.EMPTY.toBytes()).close();
    assertThat(context.required().tokens()).hasSize(1);
    world.advance(Duration.ofMinutes(1));
    context.consume(C.did(), TokenList.EMPTY.toBytes()).close();
    assertThat(context.required().isEmpty()).isTrue();
  }

  @Test
  void checksFromManyThreadsAgreeWithTheLastChange() throws Exception {
    var bytes = list(vector("T3"));
    int rounds = 50;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asking = new ArrayList<Future<Integer>>();
      for (int thread = 0; thread < 8; thread++)
        asking.add(
            threads.submit(() -> {
              int answers = 0;
              for (int round = 0; round < rounds; round++)
                if (ask(context, bytes, C, REQUEST) instanceof Allowed) answers++;
              return answers;
            }));
      for (var asked : asking) assertThat(asked.get()).isEqualTo(rounds);
      var revoking = threads.submit(() -> context.revoke(vector("T1")));
      var admitting =
          threads.submit(
              () -> context.admit(C.did(), Did.NONE, List.of(new Capability("/x")), LATE));
      revoking.get();
      var admitted = admitting.get();
      assertThat(context.required().tokens()).containsExactly(admitted);
      for (int thread = 0; thread < 8; thread++)
        assertThat(threads.submit(() -> ask(context, bytes, C, REQUEST)).get())
            .isInstanceOf(Refused.class);
    }
  }

  private Authorisation askBroadcast(CapabilityToken token, Signer from, Topic topic) {
    try (var consumed = context.consume(from.did(), list(token))) {
      return context.requireBroadcast(
          consumed, from.did(), topic, List.of(new Capability("/public")));
    }
  }

  private static CapabilityToken broadcast(
      Signer issuer, Signer subject, Did audience, String topic, Expiry expiry) {
    return World.token(
        Action.BROADCAST,
        issuer,
        subject.did(),
        audience,
        topic,
        "/public",
        expiry,
        0,
        Optional.empty());
  }

  private static CapabilityToken token(
      Action action, Signer issuer, Did subject, Did audience, String cap, Expiry expiry) {
    return World.token(action, issuer, subject, audience, "", cap, expiry, 0, Optional.empty());
  }

  private static CapabilityToken token(
      Action action,
      Signer issuer,
      Did subject,
      Did audience,
      String cap,
      Expiry expiry,
      CapabilityToken chain) {
    return World.token(action, issuer, subject, audience, "", cap, expiry, 0, Optional.of(chain));
  }

  private static DelegationRequest wish(Did subject, String cap) {
    return new DelegationRequest(
        subject, Did.NONE, List.of(), Optional.empty(), 0, List.of(new Capability(cap)));
  }

  private static Grant allowed(Authorisation answer) {
    assertThat(answer).isInstanceOf(Allowed.class);
    return ((Allowed) answer).grant();
  }

  private static void refused(Authorisation answer, Refusal reason) {
    assertThat(answer).isInstanceOf(Refused.class);
    assertThat(((Refused) answer).reason()).isEqualTo(reason);
  }
}
