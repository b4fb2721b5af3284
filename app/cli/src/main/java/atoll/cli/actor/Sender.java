package atoll.cli.actor;

import atoll.actor.Address;
import atoll.actor.Envelope;
import atoll.actor.EnvelopeSigner;
import atoll.actor.Handle;
import atoll.actor.Message;
import atoll.capability.CapabilityContext;
import atoll.cli.Invocation;
import atoll.cli.authority.Identities;
import atoll.cli.authority.Typed;
import atoll.identity.ActorId;
import atoll.identity.KeyType;
import atoll.identity.PrivateKey;
import atoll.identity.Signer;
import java.util.List;
import java.util.Optional;

/**
 * Speaks to actors in the name of a context. Answers come to the node that carries the message, so
 * the sender's address is that node's (DMS §12.1).
 */
public final class Sender {
  private final ActorRoutes routes;
  private final Handle node;
  private final EnvelopeSigner signer;

  private Sender(ActorRoutes routes, Handle node, EnvelopeSigner signer) {
    this.routes = routes;
    this.node = node;
    this.signer = signer;
  }

  /** Opens a context, which takes about a second, and asks the node who it is. */
  public static Sender open(Invocation invocation, String context) throws InterruptedException {
    var routes = invocation.actors();
    var node = routes.handle();
    return new Sender(routes, node, signer(invocation, context, node.address()));
  }

  /** Signs in the name of a context, for an actor at {@code address}. */
  static EnvelopeSigner signer(Invocation invocation, String name, Address address) {
    var opened = new Identities(invocation).open(name);
    return signer(
        invocation, opened.identity().signer(), opened.identity().key(), opened.context(), address);
  }

  private static EnvelopeSigner signer(
      Invocation invocation,
      Signer owner,
      Optional<PrivateKey> key,
      CapabilityContext context,
      Address address) {
    var environment = invocation.environment();
    // A hardware wallet signs tokens, not envelopes: an actor of the moment speaks for it.
    var speaking = key.orElseGet(() -> PrivateKey.generate(KeyType.ED25519, environment.random()));
    return new EnvelopeSigner(
        new Handle(new ActorId(speaking.publicKey()), owner.did(), address),
        speaking,
        context,
        environment.clock());
  }

  /** The node that carries the messages. */
  Handle node() {
    return node;
  }

  Envelope seal(Message message) {
    return seal(signer, message);
  }

  static Envelope seal(EnvelopeSigner signer, Message message) {
    return Typed.value("The message", () -> signer.seal(message));
  }

  /** With a behaviour of the sender that the answer goes to. */
  Message answered(Message message) {
    return answered(signer, message);
  }

  static Message answered(EnvelopeSigner signer, Message message) {
    return message.answeredTo("/dms/actor/replyto/" + Long.toUnsignedString(signer.nextNonce()));
  }

  Envelope invoke(Message message) throws InterruptedException {
    return routes.invoke(seal(answered(message)));
  }

  /** Publishes, and returns the answers that came until the message expired. */
  public List<Envelope> publish(Message message) throws InterruptedException {
    return routes.broadcast(seal(message));
  }
}
