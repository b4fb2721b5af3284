package atoll.actor;

import atoll.capability.CapabilityContext;
import atoll.identity.ActorId;
import atoll.identity.PeerId;
import atoll.identity.PrivateKey;
import atoll.identity.Signer;
import atoll.identity.TrustContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** Nodes on one stepped clock and an in-memory network. */
final class World {
  static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  final SteppedDispatcher time;
  final InMemoryNetwork network;
  private final Random random;

  /** One node: its key, whom it trusts, its way to others, and its actor. */
  record Node(PrivateKey key, CapabilityContext context, Transport transport, Actor actor) {
    Handle handle() {
      return actor.handle();
    }

    ActorId id() {
      return handle().id();
    }

    /** Whatever {@code other} signs may be done here. */
    Node trusts(Node other) {
      context.addRoot(other.handle().did());
      return this;
    }
  }

  World(long seed) {
    random = new Random(seed);
    time = new SteppedDispatcher(START, random);
    network = new InMemoryNetwork(time, time, time);
  }

  Node node(PrivateKey key) {
    return node(key, ActorLimits.standard(2));
  }

  Node node(PrivateKey key, ActorLimits limits) {
    var context = new CapabilityContext(Signer.of(key), new TrustContext(time), time, random);
    var transport = network.join(PeerId.of(key.publicKey()));
    var environment = new ActorEnvironment(context, transport, time, time, random, limits);
    return new Node(key, context, transport, Actor.root(key, environment));
  }

  Instant in(int seconds) {
    return time.instant().plusSeconds(seconds);
  }

  Reply ask(Actor from, Handle to, String behaviour, String payload) {
    var reply = from.invoke(to, behaviour, payload.getBytes(StandardCharsets.UTF_8), in(30));
    time.settle();
    if (!reply.isDone()) time.advance(Duration.ofSeconds(31));
    return reply.join();
  }

  /** Hands bytes to a node as if they came from {@code via}. */
  SendOutcome deliver(Node via, Node to, byte[] bytes) {
    var outcome = via.transport.send(to.handle().address(), bytes, in(600));
    time.settle();
    return outcome.join();
  }
}
