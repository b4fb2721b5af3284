package atoll.actor;

import atoll.capability.Capability;
import atoll.capability.CapabilityContext;
import atoll.capability.Expiry;
import atoll.identity.Did;
import atoll.identity.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Turns messages into envelopes of one sender: with a nonce, the tokens that authorise them, and a
 * signature (DMS §3.3). The tokens' signer may be a hardware wallet, so sealing may block.
 * Thread-safe.
 */
public final class EnvelopeSigner {
  /** How far nonces may run ahead of the clock; well below what receivers allow. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  private final Handle from;
  private final Did self;
  private final PrivateKey key;
  private final CapabilityContext capabilities;
  private final InstantSource clock;
  private final AtomicLong nonces;

  /**
   * @param key the private half of {@code from.id}; the DID's key may be another
   * @throws IllegalArgumentException if the key is another actor's
   */
  public EnvelopeSigner(
      Handle from, PrivateKey key, CapabilityContext capabilities, InstantSource clock) {
    if (!key.publicKey().equals(from.id().key()))
      throw new IllegalArgumentException("the key is not that of " + from);
    this.from = from;
    this.self = from.id().did();
    this.key = key;
    this.capabilities = capabilities;
    this.clock = clock;
    this.nonces = new AtomicLong(Expiry.at(clock.instant()).unixNanos() - 1);
  }

  public Handle from() {
    return from;
  }

  /**
   * Unsigned; starts at the Unix time in nanoseconds and counts up. Once the clock was set back
   * far, it starts anew: others refuse what seems to come from the future.
   */
  public long nextNonce() {
    long farthest = Expiry.at(clock.instant().plus(AHEAD)).unixNanos();
    return nonces.updateAndGet(last ->
        Long.compareUnsigned(last, farthest) > 0
            ? Expiry.at(clock.instant()).unixNanos()
            : last + 1);
  }

  /**
   * @throws IllegalArgumentException if the envelope would be too big to be sent
   */
  public Envelope seal(Message message) {
    var now = clock.instant();
    var envelope = message.envelope(from, nextNonce(), now, tokens(message, now)).sign(key);
    int size = envelope.toBytes().length;
    if (size > Envelope.MAX_BYTES)
      throw new IllegalArgumentException(
          "an envelope of " + size + " bytes, at most " + Envelope.MAX_BYTES + " are sent");
    return envelope;
  }

  private byte[] tokens(Message message, Instant now) {
    var expiry = Expiry.at(message.expiresAt().orElse(now.plus(Message.DEFAULT_LIFETIME)));
    var behaviour = List.of(new Capability(message.behaviour()));
    var to = message.to();
    if (to.isNone())
      return capabilities.provideBroadcast(self, message.topic().orElseThrow(), expiry, behaviour);
    var actor = to.id().did();
    var target = to.did().isEmpty() ? actor : to.did();
    var answers = message.replyTo().map(Capability::new).map(List::of).orElse(List.of());
    return capabilities.provide(target, self, actor, expiry, behaviour, answers);
  }
}
