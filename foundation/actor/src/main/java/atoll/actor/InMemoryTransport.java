package atoll.actor;

import atoll.actor.GossipValidator.Verdict;
import atoll.actor.Receiver.Receipt;
import atoll.capability.Topic;
import atoll.identity.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One host's place in an {@link InMemoryNetwork}. */
final class InMemoryTransport implements Transport {
  private static final int MAX_WAITING = 8192;
  private static final int MAX_SENDING = 4096;

  private final PeerId self;
  private final InMemoryNetwork network;
  private final InMemoryLinks links;
  private final SerialQueue direct;
  private final SerialQueue gossip;
  private final Map<String, Receiver> inboxes = new ConcurrentHashMap<>();
  private final Map<Topic, Subscription> subscriptions = new ConcurrentHashMap<>();
  private final AtomicInteger sending = new AtomicInteger();
  private volatile boolean closed;

  private record Subscription(GossipValidator validator, Receiver receiver) {}

  InMemoryTransport(PeerId self, InMemoryNetwork network) {
    this.self = self;
    this.network = network;
    this.links = new InMemoryLinks(self, network);
    this.direct = new SerialQueue(network.dispatcher(), MAX_WAITING);
    this.gossip = new SerialQueue(network.dispatcher(), MAX_WAITING);
  }

  @Override
  public PeerId self() {
    return self;
  }

  @Override
  public Registration receive(String inbox, Receiver receiver) {
    if (inboxes.putIfAbsent(inbox, receiver) != null)
      throw new IllegalStateException("inbox " + inbox + " is taken");
    return () -> inboxes.remove(inbox, receiver);
  }

  @Override
  public CompletableFuture<SendOutcome> send(Address to, byte[] envelope, Instant expiresAt) {
    if (envelope.length > Frame.MAX_MESSAGE)
      throw new IllegalArgumentException(
          "message of " + envelope.length + " bytes, at most " + Frame.MAX_MESSAGE + " are sent");
    if (closed) return unreachable("this host has left the network");
    var target = network.reachable(self, to.host());
    if (target.isEmpty()) return unreachable("no way to host \"" + to.host() + "\"");
    if (sending.incrementAndGet() > MAX_SENDING) {
      sending.decrementAndGet();
      return CompletableFuture.completedFuture(
          new SendOutcome.Overloaded(MAX_SENDING + " messages are being sent already"));
    }
    var outcome = new CompletableFuture<SendOutcome>();
    deliver(target.get(), to.inbox(), envelope, expiresAt, outcome);
    return outcome;
  }

  private void deliver(
      InMemoryTransport target,
      String inbox,
      byte[] envelope,
      Instant expiresAt,
      CompletableFuture<SendOutcome> outcome) {
    Runnable hand = () -> answer(target, outcome, target.take(self, inbox, envelope, expiresAt));
    boolean underWay =
        network.travel(
            self,
            target.self,
            envelope.length,
            () -> {
              if (!target.direct.offer(hand)) answer(target, outcome, full(target.self));
            });
    if (!underWay) done(outcome, SendOutcome.SENT);
  }

  private void answer(
      InMemoryTransport target, CompletableFuture<SendOutcome> outcome, SendOutcome answer) {
    var way = network.conditions().delay(target.self, self, 0, network.ticker().nanos());
    if (way.isZero()) done(outcome, answer);
    else network.dispatcher().schedule(way, () -> done(outcome, answer));
  }

  private void done(CompletableFuture<SendOutcome> outcome, SendOutcome answer) {
    sending.decrementAndGet();
    outcome.complete(answer);
  }

  private SendOutcome take(PeerId from, String inbox, byte[] envelope, Instant expiresAt) {
    if (network.clock().instant().isAfter(expiresAt))
      return new SendOutcome.Unreachable("it expired on the way to " + self);
    var receiver = inboxes.get(inbox);
    if (closed || receiver == null)
      return new SendOutcome.Unreachable(self + " has no inbox \"" + inbox + "\"");
    return receiver.receive(from, envelope) == Receipt.TAKEN ? SendOutcome.SENT : full(self);
  }

  @Override
  public void publish(Topic topic, byte[] envelope) {
    if (closed) return;
    for (var host : network.hosts())
      if (host.subscriptions.containsKey(topic)
          && network.reachable(self, host.self.text()).isPresent())
        network.travel(
            self,
            host.self,
            envelope.length,
            () -> host.gossip.offer(() -> host.hear(self, topic, envelope)));
  }

  private void hear(PeerId from, Topic topic, byte[] envelope) {
    var subscription = subscriptions.get(topic);
    if (subscription != null && subscription.validator.validate(from, envelope) == Verdict.ACCEPT)
      subscription.receiver.receive(from, envelope);
  }

  @Override
  public Registration subscribe(Topic topic, GossipValidator validator, Receiver receiver) {
    var subscription = new Subscription(validator, receiver);
    if (subscriptions.putIfAbsent(topic, subscription) != null)
      throw new IllegalStateException("topic " + topic + " is subscribed to already");
    return () -> subscriptions.remove(topic, subscription);
  }

  @Override
  public List<PeerId> peers() {
    return network.hosts().stream()
        .map(InMemoryTransport::self)
        .filter(peer -> !peer.equals(self) && network.reachable(self, peer.text()).isPresent())
        .toList();
  }

  @Override
  public CompletableFuture<Duration> ping(PeerId peer) {
    return links.ping(peer);
  }

  @Override
  public CompletableFuture<Throughput> probe(PeerId peer, int maxBytes, Duration maxTime) {
    return links.probe(peer, maxBytes, maxTime);
  }

  /** Runs a task of a measurement when this host gets to it; false if it has too much to do. */
  boolean offer(Runnable task) {
    return direct.offer(task);
  }

  @Override
  public void close() {
    closed = true;
    network.leave(this);
    inboxes.clear();
    subscriptions.clear();
  }

  private static SendOutcome full(PeerId host) {
    return new SendOutcome.Overloaded(host + " has too many messages waiting");
  }

  private static CompletableFuture<SendOutcome> unreachable(String why) {
    return CompletableFuture.completedFuture(new SendOutcome.Unreachable(why));
  }
}
