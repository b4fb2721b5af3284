package atoll.bench.parts;

import atoll.capability.Capability;
import atoll.capability.CapabilityContext;
import atoll.capability.CapabilityTokens;
import atoll.capability.Delegation;
import atoll.capability.DelegationRequest;
import atoll.capability.Expiry;
import atoll.capability.SelfSign;
import atoll.capability.TokenList;
import atoll.identity.Did;
import atoll.identity.PrivateKey;
import atoll.identity.Signer;
import atoll.identity.TrustContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Someone with a key, whom others delegate to. */
record Party(PrivateKey key, CapabilityContext context) {
  /** One for all, since no token may outlive what it derives from. */
  private static final Expiry EXPIRY =
      Expiry.at(InstantSource.system().instant().plus(Duration.ofHours(1)));

  static Party random(RandomGenerator random) {
    return of(PrivateKey.generate(random), random);
  }

  /** Someone who has seen nothing yet, so nothing is cached. */
  static Party of(PrivateKey key, RandomGenerator random) {
    var clock = InstantSource.system();
    return new Party(
        key, new CapabilityContext(Signer.of(key), new TrustContext(clock), clock, random));
  }

  Did did() {
    return context.owner();
  }

  /** Passes {@code ability} on: what was delegated to this party, or this party's own word. */
  void delegate(Party to, Capability ability, SelfSign selfSign) {
    var request =
        new DelegationRequest(
            to.did(), Did.NONE, List.of(), Optional.of(EXPIRY), 0, List.of(ability));
    switch (context.delegate(request, selfSign)) {
      case Delegation.Delegated(var tokens) -> tokens.tokens().forEach(to.context::anchorProvide);
      case Delegation.Uncovered uncovered -> throw new IllegalStateException(uncovered.toString());
    }
  }

  /**
   * The bytes by which this party invokes {@code ability} on another: one token, chained on what
   * was delegated.
   */
  byte[] invocation(Did audience, Capability ability, int length) {
    var provided = context.provide(audience, did(), audience, EXPIRY, List.of(ability), List.of());
    var token = CapabilityTokens.parse(provided).tokens().getFirst();
    if (token.length() != length)
      throw new IllegalStateException("a chain of " + token.length() + ", not " + length);
    return TokenList.of(token).toBytes();
  }
}
