package atoll.actor;

import atoll.identity.ActorId;
import atoll.identity.Did;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What is remembered of those whose messages were accepted: their used nonces, and which of their
 * messages are being handled. Bounded; thread-safe.
 */
final class Senders {
  /** What may be done with a message that is authorised. */
  enum Admission {
    ADMITTED,
    /** The same message is being handled. */
    IN_HAND,
    REPLAYED,
    TOO_MANY
  }

  private static final int REMEMBERED_RUNS = 1024;

  private final int maxSenders;
  private final int maxInHand;
  private final Map<ActorId, Sender> senders = new ConcurrentHashMap<>();

  private static final class Sender {
    final Did did;
    final ReplayWindow used = new ReplayWindow(REMEMBERED_RUNS);
    final Set<Long> inHand = new HashSet<>();

    Sender(Did did) {
      this.did = did;
    }

    Admission admit(long nonce, long expiry, long now, int maxInHand) {
      if (inHand.contains(nonce)) return Admission.IN_HAND;
      if (inHand.size() >= maxInHand) return Admission.TOO_MANY;
      if (used.use(nonce, expiry, now) != ReplayWindow.Verdict.NEW) return Admission.REPLAYED;
      inHand.add(nonce);
      return Admission.ADMITTED;
    }
  }

  Senders(int maxSenders, int maxInHand) {
    this.maxSenders = maxSenders;
    this.maxInHand = maxInHand;
  }

  /** The did:key of an actor's key. */
  Did did(ActorId id) {
    var sender = senders.get(id);
    return sender == null ? id.did() : sender.did;
  }

  /** Accepts a message once; who was admitted is {@link #release}d when it has been handled. */
  Admission admit(Envelope message, long now) {
    var id = message.from().id();
    var content = message.content();
    long nonce = content.nonce();
    if (!senders.containsKey(id) && senders.size() >= maxSenders) {
      forget(now);
      if (senders.size() >= maxSenders) return Admission.TOO_MANY;
    }
    var admission = new AtomicReference<>(Admission.TOO_MANY);
    senders.compute(
        id,
        (_, known) -> {
          var sender = known == null ? new Sender(id.did()) : known;
          admission.setPlain(sender.admit(nonce, content.expiry().unixNanos(), now, maxInHand));
          return sender;
        });
    return admission.getPlain();
  }

  void release(Envelope message) {
    senders.computeIfPresent(
        message.from().id(),
        (_, sender) -> {
          sender.inHand.remove(message.nonce());
          return sender;
        });
  }

  /** Drops the senders whose every message has been handled and has expired. */
  void forget(long now) {
    for (var id : senders.keySet())
      senders.computeIfPresent(
          id, (_, sender) -> sender.used.forget(now) && sender.inHand.isEmpty() ? null : sender);
  }
}
