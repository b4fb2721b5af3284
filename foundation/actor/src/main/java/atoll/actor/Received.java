package atoll.actor;

import atoll.capability.Grant;
import atoll.kernel.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A message that was authenticated and authorised, and the way to answer it. May be answered once,
 * until it expires, also after its handler returned. Thread-safe.
 */
public final class Received {
  private final Envelope envelope;
  private final Grant grant;
  private final InstantSource clock;
  private final Outbox outbox;
  private final AtomicBoolean answered = new AtomicBoolean();

  Received(Envelope envelope, Grant grant, InstantSource clock, Outbox outbox) {
    this.envelope = envelope;
    this.grant = grant;
    this.clock = clock;
    this.outbox = outbox;
  }

  public Envelope envelope() {
    return envelope;
  }

  public String behaviour() {
    return envelope.behaviour();
  }

  /** Who sent this; only the id is proved, {@link #grant} tells on whose authority. */
  public Handle from() {
    return envelope.from();
  }

  public byte[] payload() {
    return envelope.payload();
  }

  public String payloadText() {
    return envelope.payloadText();
  }

  /** What the sender may do here. */
  public Grant grant() {
    return grant;
  }

  public Instant expiresAt() {
    return envelope.expiresAt();
  }

  /** How long an answer is still of use; zero once it is not. */
  public Duration remaining() {
    var left = Duration.between(clock.instant(), envelope.expiresAt());
    return left.isNegative() ? Duration.ZERO : left;
  }

  public boolean wantsReply() {
    return envelope.replyTo().isPresent();
  }

  /**
   * Answers, if the sender asked for that. Does not wait until the answer arrives.
   *
   * @throws IllegalStateException if this was answered already
   * @throws IllegalArgumentException if the answer is too big to be sent
   */
  public void reply(byte[] payload) {
    if (!answered.compareAndSet(false, true))
      throw new IllegalStateException(envelope.behaviour() + " was answered already");
    try {
      outbox.answer(envelope, payload, clock.instant());
    } catch (IllegalArgumentException e) {
      answered.set(false);
      throw e;
    }
  }

  /** {@link #reply(byte[])} with JSON. */
  public void reply(String json) {
    reply(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Answers that it is not done, with a reason for people.
   *
   * @throws IllegalStateException if this was answered already
   */
  public void refuse(ErrorCode code, String reason) {
    reply(new NegativeReply(code, reason).toBytes());
  }

  boolean isAnswered() {
    return answered.get();
  }
}
