package atoll.actor;

import atoll.identity.ActorId;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * What one actor sends. What it sends to itself takes the transport's way too, so that everything
 * is checked alike.
 */
final class Outbox {
  private final EnvelopeSigner signer;
  private final Transport transport;

  Outbox(EnvelopeSigner signer, Transport transport) {
    this.signer = signer;
    this.transport = transport;
  }

  Handle self() {
    return signer.from();
  }

  long nextNonce() {
    return signer.nextNonce();
  }

  CompletableFuture<SendOutcome> send(Message message) {
    return post(seal(message));
  }

  /**
   * @throws IllegalArgumentException if it is too big to be sent
   */
  Envelope seal(Message message) {
    return signer.seal(message);
  }

  /** Sends what somebody signed, unchanged. */
  CompletableFuture<SendOutcome> post(Envelope envelope) {
    var bytes = envelope.toBytes();
    if (bytes.length > Envelope.MAX_BYTES)
      return CompletableFuture.completedFuture(
          new SendOutcome.Unreachable(
              "an envelope of "
                  + bytes.length
                  + " bytes, at most "
                  + Envelope.MAX_BYTES
                  + " are sent"));
    return transport.send(addressOf(envelope.to()), bytes, envelope.expiresAt());
  }

  void publish(Envelope envelope) {
    transport.publish(envelope.topic().orElseThrow(), envelope.toBytes());
  }

  /** Answers, if that was asked for and still is of use. Whether it arrives is not followed. */
  void answer(Envelope question, byte[] payload, Instant now) {
    if (!question.isExpired(now)) post(question, payload, question.expiresAt());
  }

  /** Says no, also to a question that expired by our clock. */
  void refuse(Envelope question, NegativeReply no, Instant now) {
    boolean expired = question.isExpired(now);
    var until = expired ? now.plus(Message.DEFAULT_LIFETIME) : question.expiresAt();
    post(question, no.toBytes(), until);
  }

  private void post(Envelope question, byte[] payload, Instant expiresAt) {
    var continuation = question.replyTo();
    if (continuation.isEmpty()) return;
    var _ =
        send(
            Message.to(question.from(), continuation.get())
                .withPayload(payload)
                .expiringAt(expiresAt));
  }

  private Address addressOf(Handle to) {
    ActorId own = signer.from().id();
    return to.id().equals(own) ? signer.from().address() : to.address();
  }
}
