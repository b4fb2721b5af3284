package atoll.orchestrator;

import atoll.actor.Actor;
import atoll.actor.ActorEnvironment;
import atoll.actor.ActorLimits;
import atoll.actor.Dispatcher;
import atoll.actor.Transport;
import atoll.capability.Authorisation;
import atoll.capability.Capability;
import atoll.capability.CapabilityContext;
import atoll.capability.Delegation;
import atoll.capability.DelegationRequest;
import atoll.capability.Expiry;
import atoll.capability.Grant;
import atoll.capability.SelfSign;
import atoll.capability.Topic;
import atoll.identity.Did;
import atoll.identity.PrivateKey;
import atoll.identity.Signer;
import atoll.identity.TrustContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One user, whom every node obeys and for whom all take part in deployments. */
final class Society {
  private final InstantSource clock;
  private final Random random = new Random(11);
  private final Signer user = Signer.of(PrivateKey.generate(random));
  private final CapabilityContext own;

  Society(InstantSource clock) {
    this.clock = clock;
    this.own = new CapabilityContext(user, new TrustContext(clock), clock, random);
  }

  CapabilityContext member(PrivateKey key) {
    var context = new CapabilityContext(Signer.of(key), new TrustContext(clock), clock, random);
    context.addRoot(user.did());
    var request =
        new DelegationRequest(
            context.owner(),
            Did.NONE,
            List.of(new Topic("/nunet")),
            Optional.of(Expiry.at(clock.instant().plus(Duration.ofDays(3650)))),
            0,
            List.of(new Capability("/dms/deployment"), new Capability("/broadcast")));
    switch (own.delegate(request, SelfSign.ONLY)) {
      case Delegation.Delegated(var tokens) -> tokens.tokens().forEach(context::anchorProvide);
      case Delegation.Uncovered uncovered -> throw new AssertionError(uncovered.toString());
    }
    return context;
  }

  /** To do anything, as long as a test may last. */
  Grant grant(CapabilityContext node) {
    return switch (node.authenticate(user, Capability.ROOT, Duration.ofDays(365))) {
      case Authorisation.Allowed(var grant) -> grant;
      case Authorisation.Refused refused -> throw new AssertionError(refused.toString());
    };
  }

  Actor actor(
      PrivateKey key, CapabilityContext context, Transport transport, Dispatcher dispatcher) {
    return Actor.root(
        key,
        new ActorEnvironment(
            context, transport, dispatcher, clock, random, ActorLimits.standard(2)));
  }
}
