package atoll.actor;

import atoll.actor.GossipValidator.Verdict;
import atoll.actor.Receiver.Receipt;
import atoll.capability.Topic;
import atoll.identity.PeerId;
import atoll.kernel.json.MalformedJsonException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The topics that one actor listens to, each as long as a behaviour wants it, and the judge of what
 * comes on them (DMS §3.5). Thread-safe.
 */
final class Gossip implements AutoCloseable {
  private static final int MAX_JUDGED = 1024;

  private final Handle self;
  private final Transport transport;
  private final Intake intake;
  private final Limiter limiter;
  private final InstantSource clock;
  private final Map<Topic, Heard> topics = new HashMap<>();

  /** Accepted broadcasts on their way from the judge to the intake, by their bytes. */
  private final Map<ByteBuffer, Envelope> judged = new ConcurrentHashMap<>();

  /** A topic with the number of behaviours that listen to it. */
  private static final class Heard {
    final Registration subscription;
    int behaviours;

    Heard(Registration subscription) {
      this.subscription = subscription;
    }
  }

  Gossip(Handle self, Transport transport, Intake intake, Limiter limiter, InstantSource clock) {
    this.self = self;
    this.transport = transport;
    this.intake = intake;
    this.limiter = limiter;
    this.clock = clock;
  }

  /** Listens to a topic until the result is closed. */
  Registration listen(Topic topic) {
    synchronized (topics) {
      topics.computeIfAbsent(topic, this::subscribe).behaviours++;
    }
    var left = new AtomicBoolean();
    return () -> {
      if (left.compareAndSet(false, true)) leave(topic);
    };
  }

  private Heard subscribe(Topic topic) {
    return new Heard(
        transport.subscribe(topic, (_, message) -> judge(topic, message), this::receive));
  }

  private void leave(Topic topic) {
    synchronized (topics) {
      var heard = topics.get(topic);
      if (heard == null || --heard.behaviours > 0) return;
      topics.remove(topic);
      heard.subscription.close();
    }
  }

  Verdict judge(Topic topic, byte[] message) {
    Envelope envelope;
    try {
      envelope = Envelope.parse(message);
    } catch (MalformedJsonException e) {
      return Verdict.REJECT;
    }
    if (!envelope.isBroadcast() || !envelope.topic().orElseThrow().equals(topic))
      return Verdict.REJECT;
    if (envelope.isExpired(clock.instant()) || !limiter.allows(envelope)) return Verdict.IGNORE;
    if (!envelope.verifySignature()) return Verdict.REJECT;
    if (judged.size() >= MAX_JUDGED) judged.clear(); // some were accepted and never handed over
    judged.put(ByteBuffer.wrap(message), envelope);
    return Verdict.ACCEPT;
  }

  private Receipt receive(PeerId via, byte[] message) {
    var known = judged.remove(ByteBuffer.wrap(message));
    var envelope = known == null ? Envelope.parse(message) : known;
    if (envelope.from().sameActor(self)) return Receipt.TAKEN;
    return intake.receiveBroadcast(via, envelope, known != null);
  }

  @Override
  public void close() {
    synchronized (topics) {
      topics.values().forEach(heard -> heard.subscription.close());
      topics.clear();
    }
  }
}
