package atoll.actor;

import atoll.capability.Topic;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the messages that are being handled, by class, and says when it is enough (DMS §3.6). */
final class Limiter {
  private final ActorLimits limits;
  private final AtomicInteger publicRunning = new AtomicInteger();
  private final AtomicInteger broadcastRunning = new AtomicInteger();
  private final AtomicInteger otherRunning = new AtomicInteger();
  private final Map<Topic, AtomicInteger> topicRunning = new ConcurrentHashMap<>();

  Limiter(ActorLimits limits) {
    this.limits = limits;
  }

  /** A cheap look, before a message is checked. */
  boolean allows(Envelope message) {
    if (isPublic(message)) return publicRunning.get() < limits.publicAllow();
    if (message.isBroadcast()) return broadcastRunning.get() < limits.broadcastAllow();
    return otherRunning.get() < limits.otherAcquire();
  }

  /**
   * Takes a place that {@link #release} gives back; false if none is left.
   *
   * @param topic that of the behaviour, if the message is a broadcast
   */
  boolean acquire(Envelope message, Optional<Topic> topic) {
    if (isPublic(message)) return take(publicRunning, limits.publicAcquire());
    if (topic.isEmpty()) return take(otherRunning, limits.otherAcquire());
    if (!take(broadcastRunning, limits.broadcastAcquire())) return false;
    if (take(running(topic.get()), limits.ofTopic(topic.get()))) return true;
    broadcastRunning.decrementAndGet();
    return false;
  }

  void release(Envelope message, Optional<Topic> topic) {
    if (isPublic(message)) publicRunning.decrementAndGet();
    else if (topic.isEmpty()) otherRunning.decrementAndGet();
    else {
      broadcastRunning.decrementAndGet();
      running(topic.get()).decrementAndGet();
    }
  }

  private AtomicInteger running(Topic topic) {
    return topicRunning.computeIfAbsent(topic, _ -> new AtomicInteger());
  }

  private static boolean isPublic(Envelope message) {
    return message.behaviour().startsWith(Behaviours.PUBLIC_PREFIX);
  }

  private static boolean take(AtomicInteger running, int limit) {
    if (running.incrementAndGet() <= limit) return true;
    running.decrementAndGet();
    return false;
  }
}
