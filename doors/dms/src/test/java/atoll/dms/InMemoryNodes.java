package atoll.dms;

import atoll.actor.Actor;
import atoll.actor.ActorEnvironment;
import atoll.actor.ActorLimits;
import atoll.actor.Address;
import atoll.actor.EnvelopeSigner;
import atoll.actor.Handle;
import atoll.actor.InMemoryNetwork;
import atoll.actor.Transport;
import atoll.actor.VirtualThreadDispatcher;
import atoll.capability.CapabilityContext;
import atoll.identity.ActorId;
import atoll.identity.Did;
import atoll.identity.PeerId;
import atoll.identity.PrivateKey;
import atoll.identity.Signer;
import atoll.identity.TrustContext;
import java.time.InstantSource;
import java.util.Random;

/** Nodes that talk in memory and in real time, and users who speak through them. */
public final class InMemoryNodes implements AutoCloseable {
  public final InstantSource clock = InstantSource.system();
  public final VirtualThreadDispatcher dispatcher = new VirtualThreadDispatcher("test");
  private final InMemoryNetwork network = new InMemoryNetwork(dispatcher, clock, System::nanoTime);
  private final Random random;

  public InMemoryNodes(long seed) {
    random = new Random(seed);
  }

  public record Node(PrivateKey key, CapabilityContext context, Transport transport, Actor actor) {
    public Handle handle() {
      return actor.handle();
    }
  }

  public Node node() {
    var key = PrivateKey.generate(random);
    var context = context(key);
    var transport = network.join(PeerId.of(key.publicKey()));
    var environment =
        new ActorEnvironment(
            context, transport, dispatcher, clock, random, ActorLimits.standard(1));
    return new Node(key, context, transport, Actor.root(key, environment));
  }

  /**
   * Someone with a key of their own whose answers come to {@code home}, as those of the original's
   * CLI do.
   */
  public EnvelopeSigner user(Node home) {
    var key = PrivateKey.generate(random);
    var address = new Address(home.handle().address().host(), home.handle().address().inbox());
    return new EnvelopeSigner(
        new Handle(new ActorId(key.publicKey()), Did.of(key.publicKey()), address),
        key,
        context(key),
        clock);
  }

  private CapabilityContext context(PrivateKey key) {
    return new CapabilityContext(Signer.of(key), new TrustContext(clock), clock, random);
  }

  @Override
  public void close() {
    network.close();
    dispatcher.close();
  }
}
