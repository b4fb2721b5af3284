package atoll.capability;

import atoll.identity.Did;
import atoll.identity.Signer;
import atoll.identity.TrustContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Whom one owner trusts, for what, and what the owner may do elsewhere (DMS §2.7). Thread-safe;
 * verification holds no lock. Expired tokens go by themselves, at most an hour late.
 */
public final class CapabilityContext {
  private final InstantSource clock;
  private final RandomGenerator random;
  private final TokenIssuer issuer;
  private final InputAnchors input;
  private final OutputAnchors output;
  private final Revocations revocations = new Revocations();
  private final CapabilityVerifier verifier;
  private final Reception reception;
  private final Anchors anchors;

  /**
   * @param random a {@link java.security.SecureRandom} outside tests; makes nonces
   */
  public CapabilityContext(
      Signer owner, TrustContext trust, InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
    this.issuer = new TokenIssuer(owner, random);
    this.reception = new Reception(owner.did());
    this.input = new InputAnchors(owner.did());
    this.verifier = new CapabilityVerifier(trust, input, revocations);
    this.output = new OutputAnchors(issuer, chain -> verifier.flaw(chain, now()).isEmpty());
    this.anchors = new Anchors(trust, input, output, revocations, verifier, clock);
    trust.addSigner(owner);
  }

  public Did owner() {
    return input.owner();
  }

  /**
   * Reads the tokens that came with a message of {@code origin} and holds its delegations to the
   * owner, so that a reply can chain on them, until the result is closed. Success says nothing
   * about authority.
   *
   * @throws MalformedTokenException if the bytes are no token list, or too big
   */
  public Consumed consume(Did origin, byte[] tokens) {
    anchors.collectGarbageIfDue();
    return reception.consume(origin, tokens);
  }

  /**
   * Whether what was consumed lets {@code subject} invoke any of {@code anyOf} on {@code audience};
   * both are the did:keys of actor ids.
   */
  public Authorisation require(
      Consumed tokens, Did subject, Did audience, Collection<Capability> anyOf) {
    var now = now();
    return reception.judge(
        tokens, chain -> verifier.invocation(chain, subject, audience, anyOf, now));
  }

  /** Whether what was consumed lets {@code subject} broadcast any of {@code anyOf} on a topic. */
  public Authorisation requireBroadcast(
      Consumed tokens, Did subject, Topic topic, Collection<Capability> anyOf) {
    var now = now();
    return reception.judge(tokens, chain -> verifier.broadcast(chain, subject, topic, anyOf, now));
  }

  /**
   * What {@code holder} may do here, for code in this process that holds the key: a token is signed
   * with it and verified as if it had travelled. Blocks as long as the signer does.
   */
  public Authorisation authenticate(Signer holder, Capability wanted, Duration lifetime) {
    var expiry = Expiry.at(clock.instant().plus(lifetime));
    var token =
        new TokenIssuer(holder, random)
            .issue(
                Action.INVOKE,
                holder.did(),
                owner(),
                List.of(),
                List.of(wanted),
                expiry,
                0,
                Optional.empty());
    try (var consumed = consume(holder.did(), TokenList.of(token).toBytes())) {
      return require(consumed, holder.did(), owner(), List.of(wanted));
    }
  }

  /** The same as closing {@code tokens}. */
  public void discard(Consumed tokens) {
    tokens.close();
  }

  /**
   * Token-list bytes that prove the owner's authority to invoke {@code caps} on an actor.
   *
   * @param target the DID of whom the message goes to
   * @param subject the did:key of the sending actor's id
   * @param audience the did:key of the receiving actor's id
   * @param replyCaps what {@code target} may invoke on the sender in return; may be empty
   */
  public byte[] provide(
      Did target,
      Did subject,
      Did audience,
      Expiry expiry,
      List<Capability> caps,
      List<Capability> replyCaps) {
    var reply =
        replyCaps.isEmpty()
            ? TokenList.EMPTY
            : TokenList.of(
                issuer.issue(
                    Action.DELEGATE,
                    target,
                    subject,
                    List.of(),
                    replyCaps,
                    expiry,
                    1,
                    Optional.empty()));
    int room = CapabilityTokens.MAX_BYTES - reply.json().length();
    return output
        .leaves(
            target,
            reception.heldFrom(target),
            Action.INVOKE,
            subject,
            audience,
            Optional.empty(),
            caps,
            expiry,
            room)
        .and(reply)
        .toBytes();
  }

  /** Token-list bytes that prove the owner's authority to broadcast {@code caps} on a topic. */
  public byte[] provideBroadcast(Did subject, Topic topic, Expiry expiry, List<Capability> caps) {
    return output
        .leaves(
            Did.NONE,
            List.of(),
            Action.BROADCAST,
            subject,
            Did.NONE,
            Optional.of(topic),
            caps,
            expiry,
            CapabilityTokens.MAX_BYTES)
        .toBytes();
  }

  /** A token on the owner's own word; it counts where the owner is trusted. */
  public CapabilityToken grant(
      Action action,
      Did subject,
      Did audience,
      List<Topic> topics,
      Expiry expiry,
      long depth,
      List<Capability> caps) {
    return issuer.issue(action, subject, audience, topics, caps, expiry, depth, Optional.empty());
  }

  /** Passes on what others delegated to the owner, or the owner's own word, or both. */
  public Delegation delegate(DelegationRequest request, SelfSign selfSign) {
    return switch (selfSign) {
      case ONLY -> new Delegation.Delegated(TokenList.of(selfIssued(request)));
      case NO -> output.delegate(request);
      case ALSO ->
          switch (output.delegate(request)) {
            case Delegation.Delegated(var chained) ->
                new Delegation.Delegated(chained.and(TokenList.of(selfIssued(request))));
            case Delegation.Uncovered uncovered -> uncovered;
          };
    };
  }

  /** From now on {@code root} may do anything here. */
  public void addRoot(Did root) {
    anchors.addRoot(root);
  }

  /** Accepts a third party's authority within a delegation that the owner or a root made. */
  public Anchoring anchorRequire(CapabilityToken token) {
    return anchors.require(token);
  }

  /** Keeps what somebody delegated to the owner, to prove authority with. */
  public Anchoring anchorProvide(CapabilityToken token) {
    return anchors.provide(token);
  }

  /** Lets {@code subject} act here within {@code caps}, without any token travelling (DMS §3.7). */
  public CapabilityToken admit(Did subject, Did audience, List<Capability> caps, Expiry expiry) {
    var token = grant(Action.DELEGATE, subject, audience, List.of(), expiry, 1, caps);
    input.addRequire(new TokenChain(token));
    return token;
  }

  /** Takes back a token that the owner issued; the result is for whoever may have seen it. */
  public CapabilityToken revoke(CapabilityToken victim) {
    if (!victim.issuer().equals(owner()))
      throw new IllegalArgumentException(
          "only the issuer " + victim.issuer() + " can revoke this token");
    var revocation = issuer.revocation(victim);
    anchors.revokeOwn(revocation);
    return revocation;
  }

  /** Takes note of somebody's revocation of their own token. */
  public Anchoring anchorRevocation(CapabilityToken token) {
    return anchors.revocation(token);
  }

  public boolean removeRoot(Did root) {
    return input.roots().remove(root);
  }

  public boolean removeRequire(CapabilityToken token) {
    return input.removeRequire(token);
  }

  public boolean removeProvide(CapabilityToken token) {
    return output.remove(token);
  }

  public Set<Did> roots() {
    return Set.copyOf(input.roots());
  }

  public TokenList required() {
    return listed(input.allRequire());
  }

  public TokenList provided() {
    return listed(output.all());
  }

  public TokenList revoked() {
    return new TokenList(List.copyOf(revocations.all()));
  }

  /** Drops what expired. Happens by itself too, once an hour while messages arrive. */
  public void collectGarbage() {
    anchors.collectGarbage();
  }

  private CapabilityToken selfIssued(DelegationRequest request) {
    var expiry =
        request
            .expiry()
            .orElseThrow(
                () -> new IllegalArgumentException("a self-issued delegation needs an expiry"));
    return issuer.issue(
        Action.DELEGATE,
        request.subject(),
        request.audience(),
        request.topics(),
        request.caps(),
        expiry,
        request.depth(),
        Optional.empty());
  }

  private Expiry now() {
    return Expiry.at(clock.instant());
  }

  private static TokenList listed(List<TokenChain> chains) {
    return new TokenList(chains.stream().map(TokenChain::leaf).toList());
  }
}
