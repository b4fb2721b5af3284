package atoll.simulation.world;

import atoll.actor.Address;
import atoll.actor.Frame;
import atoll.actor.GossipValidator;
import atoll.actor.Receiver;
import atoll.actor.Registration;
import atoll.actor.SendOutcome;
import atoll.actor.Throughput;
import atoll.actor.Transport;
import atoll.capability.Topic;
import atoll.identity.PeerId;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One process's place on the {@link Wire}; it leaves with the process. */
final class WireTransport implements Transport {
  private static final long PROBE_BITS_PER_SECOND = 100_000_000;

  private final PeerId self;
  private final String name;
  private final Life life;
  private final InstantSource clock;
  private final Wire wire;
  private final Map<String, Receiver> inboxes = new LinkedHashMap<>();
  private final Map<Topic, Subscription> subscriptions = new LinkedHashMap<>();

  private record Subscription(GossipValidator validator, Receiver receiver) {}

  WireTransport(PeerId self, String name, Life life, InstantSource clock, Wire wire) {
    this.self = self;
    this.name = name;
    this.life = life;
    this.clock = clock;
    this.wire = wire;
  }

  String name() {
    return name;
  }

  Life life() {
    return life;
  }

  @Override
  public PeerId self() {
    return self;
  }

  @Override
  public Registration receive(String inbox, Receiver receiver) {
    life.touch();
    if (inboxes.putIfAbsent(inbox, receiver) != null)
      throw new IllegalStateException("inbox " + inbox + " is taken");
    return () -> inboxes.remove(inbox, receiver);
  }

  @Override
  public CompletableFuture<SendOutcome> send(Address to, byte[] envelope, Instant expiresAt) {
    if (envelope.length > Frame.MAX_MESSAGE)
      throw new IllegalArgumentException("message of " + envelope.length + " bytes");
    return life.acting(() -> wire.send(this, to.host(), to.inbox(), envelope, expiresAt));
  }

  SendOutcome take(PeerId from, String inbox, byte[] envelope) {
    var receiver = inboxes.get(inbox);
    if (receiver == null)
      return new SendOutcome.Unreachable(name + " has no inbox \"" + inbox + "\"");
    return receiver.receive(from, envelope) == Receiver.Receipt.TAKEN
        ? SendOutcome.SENT
        : new SendOutcome.Overloaded(name + " has too many messages waiting");
  }

  boolean expired(Instant expiresAt) {
    return clock.instant().isAfter(expiresAt);
  }

  @Override
  public void publish(Topic topic, byte[] envelope) {
    life.touch();
    wire.publish(this, topic, envelope);
    life.touch();
  }

  boolean listensTo(Topic topic) {
    return subscriptions.containsKey(topic);
  }

  void hear(PeerId from, Topic topic, byte[] envelope) {
    var subscription = subscriptions.get(topic);
    if (subscription != null
        && subscription.validator.validate(from, envelope) == GossipValidator.Verdict.ACCEPT)
      subscription.receiver.receive(from, envelope);
  }

  @Override
  public Registration subscribe(Topic topic, GossipValidator validator, Receiver receiver) {
    life.touch();
    var subscription = new Subscription(validator, receiver);
    if (subscriptions.putIfAbsent(topic, subscription) != null)
      throw new IllegalStateException("topic " + topic + " is subscribed to already");
    return () -> subscriptions.remove(topic, subscription);
  }

  @Override
  public List<PeerId> peers() {
    return wire.peersOf(this);
  }

  @Override
  public CompletableFuture<Duration> ping(PeerId peer) {
    var time = wire.roundTrip(this, peer);
    var answer = new CompletableFuture<Duration>();
    wire.after(
        life,
        time.orElse(TIMEOUT),
        () -> {
          if (time.isPresent()) answer.complete(time.get());
          else
            answer.completeExceptionally(
                new AtollException(ErrorCode.TIMED_OUT, peer + " did not answer in time"));
        });
    return answer;
  }

  @Override
  public CompletableFuture<Throughput> probe(PeerId peer, int maxBytes, Duration maxTime) {
    return ping(peer)
        .thenApply(_ ->
            new Throughput(
                maxBytes,
                Duration.ofNanos(
                    Math.max(1, maxBytes * 8L * 1_000_000_000L / PROBE_BITS_PER_SECOND))));
  }

  @Override
  public void close() {
    wire.leave(this);
    inboxes.clear();
    subscriptions.clear();
  }
}
