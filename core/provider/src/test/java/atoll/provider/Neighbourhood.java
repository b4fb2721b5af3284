package atoll.provider;

import atoll.actor.Actor;
import atoll.actor.ActorEnvironment;
import atoll.actor.ActorLimits;
import atoll.actor.Handle;
import atoll.actor.InMemoryNetwork;
import atoll.actor.Reply;
import atoll.actor.SteppedDispatcher;
import atoll.actor.Transport;
import atoll.capability.Capability;
import atoll.capability.CapabilityContext;
import atoll.capability.Delegation;
import atoll.capability.DelegationRequest;
import atoll.capability.Expiry;
import atoll.capability.SelfSign;
import atoll.capability.Topic;
import atoll.identity.Did;
import atoll.identity.PeerId;
import atoll.identity.PrivateKey;
import atoll.identity.Signer;
import atoll.identity.TrustContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Nodes that all obey one user, who lets each of them take part in deployments, and nothing else.
 */
final class Neighbourhood {
  private static final List<Capability> PART =
      List.of(new Capability("/dms/deployment"), new Capability("/broadcast"));

  final SteppedDispatcher time =
      new SteppedDispatcher(Instant.parse("2030-01-01T00:00:00Z"), new Random(1));
  final InMemoryNetwork network = new InMemoryNetwork(time, time, time);
  private final Random random = new Random(2);
  private final Signer user = Signer.of(PrivateKey.generate(random));
  private final CapabilityContext users =
      new CapabilityContext(user, new TrustContext(time), time, random);

  record Node(PrivateKey key, Transport transport, Actor actor) {
    PeerId peer() {
      return transport.self();
    }
  }

  Node node() {
    var key = PrivateKey.generate(random);
    var context = new CapabilityContext(Signer.of(key), new TrustContext(time), time, random);
    context.addRoot(user.did());
    var request =
        new DelegationRequest(
            context.owner(),
            Did.NONE,
            List.of(new Topic("/nunet")),
            Optional.of(Expiry.at(time.instant().plus(Duration.ofDays(30)))),
            0,
            PART);
    switch (users.delegate(request, SelfSign.ONLY)) {
      case Delegation.Delegated(var tokens) -> tokens.tokens().forEach(context::anchorProvide);
      case Delegation.Uncovered uncovered -> throw new AssertionError(uncovered.toString());
    }
    var transport = network.join(PeerId.of(key.publicKey()));
    var environment =
        new ActorEnvironment(context, transport, time, time, random, ActorLimits.standard(2));
    return new Node(key, transport, Actor.root(key, environment));
  }

  /** Asks, and waits for the answer or for its absence. */
  Reply ask(Node from, Handle to, String behaviour, byte[] payload) {
    var expiresAt = time.instant().plus(Duration.ofSeconds(20));
    var reply = from.actor().invoke(to, behaviour, payload, expiresAt);
    time.settle();
    if (!reply.isDone()) time.advance(Duration.ofSeconds(21));
    return reply.join();
  }
}
