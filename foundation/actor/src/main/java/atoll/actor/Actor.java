package atoll.actor;

import atoll.capability.Capability;
import atoll.capability.Expiry;
import atoll.capability.Topic;
import atoll.identity.ActorId;
import atoll.identity.Did;
import atoll.identity.PeerId;
import atoll.identity.PrivateKey;
import atoll.identity.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Someone who can be talked to: has a key, an inbox, and behaviours that others invoke if they are
 * authorised (DMS §3). Every message, also one to itself, is authenticated, authorised and accepted
 * once before a handler sees it. Thread-safe.
 */
public final class Actor implements AutoCloseable {
  private static final Duration GARBAGE_INTERVAL = Duration.ofSeconds(120);

  private final Handle handle;
  private final ActorEnvironment environment;
  private final Counters counters = new Counters();
  private final BehaviourTable behaviours = new BehaviourTable();
  private final Senders senders;
  private final Outbox outbox;
  private final Asking asking;
  private final Relay relay;
  private final Gossip gossip;
  private final Registration inbox;
  private final Runnable onClose;
  private final Map<String, Actor> children = new ConcurrentHashMap<>();
  private Registration garbageTimer;
  private boolean closed;

  /** The actor that is a node itself: its key is also its host's, and it owns the context. */
  public static Actor root(PrivateKey key, ActorEnvironment environment) {
    if (!environment.transport().self().equals(PeerId.of(key.publicKey())))
      throw new IllegalArgumentException("the root actor's key is not its host's");
    return new Actor(
        key, handleOf(key.publicKey(), environment, Address.ROOT_INBOX), environment, () -> {});
  }

  private Actor(PrivateKey key, Handle handle, ActorEnvironment environment, Runnable onClose) {
    this.handle = handle;
    this.environment = environment;
    this.onClose = onClose;
    var limits = environment.limits();
    var awaited = new Awaited(limits.pendingReplies());
    var limiter = new Limiter(limits);
    senders = new Senders(limits.senders(), limits.perSender());
    outbox =
        new Outbox(
            new EnvelopeSigner(handle, key, environment.capabilities(), environment.clock()),
            environment.transport());
    asking = new Asking(outbox, awaited, environment);
    relay = new Relay(outbox, awaited, environment);
    var runner = new HandlerRunner(environment, outbox, counters);
    var gatekeeper =
        new Gatekeeper(
            environment, behaviours, awaited, senders, limiter, runner, outbox, counters);
    var intake = new Intake(handle.id(), environment, awaited, behaviours, gatekeeper, counters);
    gossip = new Gossip(handle, environment.transport(), intake, limiter, environment.clock());
    inbox = environment.transport().receive(handle.address().inbox(), intake::receive);
    garbageTimer = environment.dispatcher().schedule(GARBAGE_INTERVAL, this::collectGarbage);
  }

  public Handle handle() {
    return handle;
  }

  /**
   * Serves a behaviour until the result is closed.
   *
   * @param behaviour a path, also the capability that is needed if the options name none
   * @throws IllegalStateException if it is served already
   */
  public Registration on(String behaviour, BehaviourOptions options, Handler handler) {
    var served = new BehaviourTable.Behaviour(behaviour, options, handler);
    behaviours.add(served, environment.clock().instant());
    Registration heard = options.topic().map(gossip::listen).orElse(() -> {});
    return () -> {
      behaviours.remove(served);
      heard.close();
    };
  }

  /** {@link #on(String, BehaviourOptions, Handler)} with the usual options. */
  public Registration on(String behaviour, Handler handler) {
    return on(behaviour, BehaviourOptions.DEFAULT, handler);
  }

  /**
   * Sends a message that is not a broadcast; says what the transport knows.
   *
   * @throws IllegalArgumentException if it is too big to be sent
   */
  public CompletableFuture<SendOutcome> send(Message message) {
    if (message.to().isNone()) throw new IllegalArgumentException("broadcasts are published");
    return outbox.send(message);
  }

  /**
   * Asks another actor: the answer, a refusal, or none by {@code expiresAt}. Blocks only as long as
   * signing takes.
   *
   * @throws IllegalArgumentException if the question is too big to be sent
   */
  public CompletableFuture<Reply> invoke(
      Handle to, String behaviour, byte[] payload, Instant expiresAt) {
    return asking.invoke(to, behaviour, payload, expiresAt);
  }

  /**
   * Tells everyone who listens to {@code topic}.
   *
   * @param answers takes the answers that come until {@code expiresAt} from those who have the
   *     capability of the behaviour here, if answers are wanted
   * @return closed, no more answers are taken
   */
  public Registration publish(
      Topic topic,
      String behaviour,
      byte[] payload,
      Instant expiresAt,
      Optional<ReplyHandler> answers) {
    var message = Message.broadcast(topic, behaviour).withPayload(payload).expiringAt(expiresAt);
    if (answers.isPresent()) return asking.broadcast(message, answers.get());
    outbox.publish(outbox.seal(message));
    return () -> {};
  }

  /**
   * A child that shares this actor's DID, trust and host, and has a key, an inbox and a dispatch of
   * its own (DMS §3.7).
   *
   * @param key that of a child that lived before; a new one if empty
   * @throws IllegalStateException if the inbox is taken
   */
  public Actor child(String inboxName, Optional<PrivateKey> key) {
    var childKey = key.orElseGet(() -> PrivateKey.generate(environment.random()));
    var child =
        new Actor(
            childKey,
            handleOf(childKey.publicKey(), environment, inboxName),
            environment,
            () -> children.remove(inboxName));
    children.put(inboxName, child);
    return child;
  }

  public Optional<Actor> child(String inboxName) {
    return Optional.ofNullable(children.get(inboxName));
  }

  public List<Actor> children() {
    return List.copyOf(children.values());
  }

  /**
   * Lets {@code subject} do {@code capabilities} here for {@code time}, without any token
   * travelling (DMS §3.7).
   *
   * @param audience the only actor here on which it counts, by its did:key; {@link Did#NONE} for
   *     all
   * @return closed, the permission ends
   */
  public Registration grantLocally(
      Did subject, Did audience, List<Capability> capabilities, Duration time) {
    var until = Expiry.at(environment.clock().instant().plus(time));
    var token = environment.capabilities().admit(subject, audience, capabilities, until);
    return () -> environment.capabilities().removeRequire(token);
  }

  /** Passes on an envelope that somebody signed, direct or broadcast, unchanged (DMS §12.1). */
  public CompletableFuture<SendOutcome> relay(Envelope signed) {
    if (!signed.isBroadcast()) return outbox.post(signed);
    outbox.publish(signed);
    return CompletableFuture.completedFuture(SendOutcome.SENT);
  }

  /**
   * Passes on somebody's question, and hands back the answer that comes to their handle here.
   *
   * @throws IllegalArgumentException if the envelope is a broadcast or asks for no answer
   */
  public CompletableFuture<Relayed> relayInvoke(Envelope signed) {
    return relay.invoke(signed);
  }

  /**
   * Passes on somebody's broadcast; the answers that came to their handle here by its expiry.
   *
   * @throws IllegalArgumentException if the envelope is no broadcast
   */
  public CompletableFuture<List<Envelope>> relayBroadcast(Envelope signed) {
    return relay.broadcast(signed);
  }

  /**
   * Takes the answers that come here for a caller's handle (DMS §12.1).
   *
   * @param by who may answer, once; empty for anyone who signs, any number of times
   */
  public Registration registerReplyFor(
      Handle caller, String continuation, Optional<ActorId> by, Consumer<Envelope> taker) {
    return relay.register(caller, continuation, by, taker);
  }

  public ActorCounters counters() {
    return counters.read();
  }

  /** Ends this actor and its children; who waits for answers is told that none will come. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      garbageTimer.close();
    }
    children().forEach(Actor::close);
    gossip.close();
    inbox.close();
    asking.close();
    onClose.run();
  }

  private synchronized void collectGarbage() {
    if (closed) return;
    var now = environment.clock().instant();
    behaviours.forgetExpired(now);
    senders.forget(Expiry.at(now).unixNanos());
    garbageTimer = environment.dispatcher().schedule(GARBAGE_INTERVAL, this::collectGarbage);
  }

  private static Handle handleOf(PublicKey key, ActorEnvironment environment, String inboxName) {
    return new Handle(
        new ActorId(key),
        environment.capabilities().owner(),
        new Address(environment.transport().self().text(), inboxName));
  }
}
