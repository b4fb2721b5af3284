package atoll.simulation.world;

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
import java.util.random.RandomGenerator;

/**
 * Who trusts whom: one user is everyone's root and lets every node take part in deployments.
 *
 * @param clock the user's own, which is right
 */
record Society(Signer user, CapabilityContext userContext, InstantSource clock) {
  private static final Duration YEARS = Duration.ofDays(3650);
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final List<Topic> TOPICS = List.of(new Topic("/nunet"));
  private static final List<Capability> PART =
      List.of(
          new Capability("/dms/deployment"),
          new Capability("/broadcast"),
          new Capability("/public"));

  static Society of(InstantSource clock, RandomGenerator random) {
    var user = Signer.of(PrivateKey.generate(random));
    return new Society(
        user, new CapabilityContext(user, new TrustContext(clock), clock, random), clock);
  }

  /** The context of a node that obeys the user and takes part in the user's deployments. */
  CapabilityContext member(PrivateKey key, InstantSource nodeClock, RandomGenerator random) {
    var context =
        new CapabilityContext(Signer.of(key), new TrustContext(nodeClock), nodeClock, random);
    context.addRoot(user.did());
    var request =
        new DelegationRequest(
            context.owner(),
            Did.NONE,
            TOPICS,
            Optional.of(Expiry.at(clock.instant().plus(YEARS))),
            0,
            PART);
    switch (userContext.delegate(request, SelfSign.ONLY)) {
      case Delegation.Delegated(var tokens) -> tokens.tokens().forEach(context::anchorProvide);
      case Delegation.Uncovered uncovered ->
          throw new IllegalStateException("a self-issued delegation needs no other: " + uncovered);
    }
    return context;
  }

  /** What the user may ask of a node: everything. */
  Grant grant(CapabilityContext node) {
    return switch (node.authenticate(user, Capability.ROOT, A_DAY)) {
      case Authorisation.Allowed(var grant) -> grant;
      case Authorisation.Refused refused -> throw new IllegalStateException(refused.toString());
    };
  }

  static Actor actor(
      PrivateKey key,
      CapabilityContext context,
      Transport transport,
      Dispatcher dispatcher,
      InstantSource clock,
      RandomGenerator random) {
    return Actor.root(
        key,
        new ActorEnvironment(
            context, transport, dispatcher, clock, random, ActorLimits.standard(2)));
  }
}
