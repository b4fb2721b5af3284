package atoll.actor;

import atoll.actor.Counters.End;
import atoll.actor.FairQueue.Lane;
import atoll.actor.Receiver.Receipt;
import atoll.identity.ActorId;
import atoll.identity.PeerId;
import atoll.kernel.json.MalformedJsonException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where received bytes become envelopes that wait to be checked, by at most so many at once. What
 * is nobody's here, or expired so long ago that no clock explains it, is dropped at once.
 */
final class Intake {
  /** Messages per turn, after which other tasks get theirs. */
  private static final int TURN = 64;

  private static final Logger log = LoggerFactory.getLogger(Intake.class);

  private final ActorId self;
  private final Awaited awaited;
  private final BehaviourTable behaviours;
  private final Gatekeeper gatekeeper;
  private final Counters counters;
  private final Dispatcher dispatcher;
  private final InstantSource clock;
  private final int checkers;
  private final FairQueue<Incoming> queue;
  private int checking;

  /** An envelope that waits. */
  private record Incoming(Envelope envelope, boolean authenticated) {}

  Intake(
      ActorId self,
      ActorEnvironment environment,
      Awaited awaited,
      BehaviourTable behaviours,
      Gatekeeper gatekeeper,
      Counters counters) {
    this.self = self;
    this.awaited = awaited;
    this.behaviours = behaviours;
    this.gatekeeper = gatekeeper;
    this.counters = counters;
    this.dispatcher = environment.dispatcher();
    this.clock = environment.clock();
    var limits = environment.limits();
    this.checkers = limits.checkers();
    this.queue = new FairQueue<>(limits.queued(), limits.queuedPerPeer());
  }

  /** Takes what came on a stream. */
  Receipt receive(PeerId via, byte[] bytes) {
    Envelope envelope;
    try {
      envelope = Envelope.parse(bytes);
    } catch (MalformedJsonException e) {
      return drop(End.MALFORMED);
    }
    if (envelope.isBroadcast()) return drop(End.MISADDRESSED);
    var answer = awaited.find(envelope);
    if (answer.isEmpty() && !envelope.to().id().equals(self)) return drop(End.MISADDRESSED);
    if (!envelope.isSigned()) return drop(End.UNAUTHENTICATED);
    if (envelope.isExpired(clock.instant().minus(Gatekeeper.CLOCK_SKEW))) return drop(End.EXPIRED);
    boolean first = answer.isPresent() || isControl(envelope);
    return take(via, first ? Lane.RESERVED : Lane.ORDINARY, new Incoming(envelope, false));
  }

  /**
   * @param authenticated whether its signature was verified already
   */
  Receipt receiveBroadcast(PeerId via, Envelope broadcast, boolean authenticated) {
    return take(via, Lane.ORDINARY, new Incoming(broadcast, authenticated));
  }

  private Receipt take(PeerId via, Lane lane, Incoming incoming) {
    boolean moreHands;
    synchronized (queue) {
      if (!queue.offer(via, lane, incoming, incoming.envelope.size())) {
        counters.count(End.REFUSED_UNREAD);
        return Receipt.FULL;
      }
      moreHands = checking < checkers;
      if (moreHands) checking++;
    }
    if (moreHands) dispatcher.execute(this::turn);
    return Receipt.TAKEN;
  }

  private void turn() {
    for (int i = 0; i < TURN; i++) {
      var incoming = next();
      if (incoming == null) return;
      try {
        gatekeeper.check(incoming.envelope, incoming.authenticated);
      } catch (RuntimeException e) {
        counters.count(End.FAILED);
        log.error("checking {} failed", incoming.envelope, e);
      }
    }
    dispatcher.execute(this::turn);
  }

  private @Nullable Incoming next() {
    synchronized (queue) {
      var incoming = queue.poll();
      if (incoming == null) checking--;
      return incoming;
    }
  }

  private boolean isControl(Envelope envelope) {
    return behaviours
        .find(envelope.behaviour(), clock.instant())
        .map(behaviour -> behaviour.control)
        .orElse(false);
  }

  private Receipt drop(End end) {
    counters.count(end);
    return Receipt.TAKEN;
  }
}
