package atoll.actor;

import atoll.capability.Expiry;
import atoll.capability.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What someone wants sent: an envelope before it has a sender, tokens and a signature (DMS §3.2).
 *
 * @param expiresAt when it stops counting; {@link #DEFAULT_LIFETIME} after sending if not said
 * @param replyTo the behaviour that answers go to, if any are wanted
 */
public record Message(
    Handle to,
    String behaviour,
    byte[] payload,
    Optional<Instant> expiresAt,
    Optional<String> replyTo,
    Optional<Topic> topic) {
  public static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(30);

  public Message {
    Behaviours.check(behaviour);
    replyTo.ifPresent(Behaviours::check);
    if (to.isNone() && topic.isEmpty())
      throw new IllegalArgumentException("a message is to nobody, and has no topic");
    payload = payload.clone();
  }

  public static Message to(Handle to, String behaviour) {
    if (to.isNone()) throw new IllegalArgumentException("a direct message is to nobody");
    return new Message(
        to, behaviour, new byte[0], Optional.empty(), Optional.empty(), Optional.empty());
  }

  public static Message broadcast(Topic topic, String behaviour) {
    return new Message(
        Handle.NONE,
        behaviour,
        new byte[0],
        Optional.empty(),
        Optional.empty(),
        Optional.of(topic));
  }

  @Override
  public byte[] payload() {
    return payload.clone();
  }

  public Message withPayload(byte[] newPayload) {
    return new Message(to, behaviour, newPayload, expiresAt, replyTo, topic);
  }

  public Message withPayload(String json) {
    return withPayload(json.getBytes(StandardCharsets.UTF_8));
  }

  public Message expiringAt(Instant instant) {
    return new Message(to, behaviour, payload, Optional.of(instant), replyTo, topic);
  }

  public Message answeredTo(String continuation) {
    return new Message(to, behaviour, payload, expiresAt, Optional.of(continuation), topic);
  }

  /** The envelope of this message, without tokens or a signature. */
  Envelope envelope(Handle from, long nonce, Instant now, byte[] capabilities) {
    return Envelope.unsigned(
        new Envelope.Content(
            to,
            behaviour,
            from,
            nonce,
            Expiry.at(expiresAt.orElse(now.plus(DEFAULT_LIFETIME))),
            replyTo.orElse(""),
            topic,
            payload,
            capabilities));
  }
}
