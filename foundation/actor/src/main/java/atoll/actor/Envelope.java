package atoll.actor;

import atoll.capability.Expiry;
import atoll.capability.Topic;
import atoll.identity.PrivateKey;
import atoll.kernel.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * One message between actors as it travels (DMS §3.2): who, to whom, which behaviour, until when,
 * the payload, the tokens that authorise it, and a signature by the key of {@code from.id}. Being
 * well-formed says nothing about being true. Immutable; equal by canonical bytes.
 */
public final class Envelope {
  /** The most bytes of an envelope's JSON. */
  public static final int MAX_BYTES = Frame.MAX_MESSAGE;

  private static final byte[] SIGNED_PREFIX = "dms:msg:".getBytes(StandardCharsets.UTF_8);

  private final Content content;
  private final byte[] signature;
  private final byte[] signedBytes;

  private Envelope(Content content, byte[] signature, byte[] signedBytes) {
    this.content = content;
    this.signature = signature;
    this.signedBytes = signedBytes;
  }

  /** All of an envelope but its signature. The arrays are never written to. */
  record Content(
      Handle to,
      String behaviour,
      Handle from,
      long nonce,
      Expiry expiry,
      String replyTo,
      Optional<Topic> topic,
      byte[] payload,
      byte[] capabilities) {
    Content {
      Behaviours.check(behaviour);
      if (!replyTo.isEmpty()) Behaviours.check(replyTo);
      if (from.isNone()) throw new IllegalArgumentException("an envelope is from nobody");
      if (to.isNone() && topic.isEmpty())
        throw new IllegalArgumentException("an envelope is to nobody, and has no topic");
    }
  }

  static Envelope unsigned(Content content) {
    return new Envelope(content, new byte[0], EnvelopeJson.signedBytes(SIGNED_PREFIX, content));
  }

  /** As received in canonical form, so that what was signed is a part of what was received. */
  static Envelope received(Content content, byte[] signature, byte[] json, int signedLength) {
    var signed = Arrays.copyOf(SIGNED_PREFIX, SIGNED_PREFIX.length + signedLength + 1);
    System.arraycopy(json, 0, signed, SIGNED_PREFIX.length, signedLength);
    signed[signed.length - 1] = '}';
    return new Envelope(content, signature, signed);
  }

  /**
   * Reads an envelope strictly: its size, depth and members are checked before memory is spent.
   *
   * @throws MalformedJsonException if the bytes are no envelope
   */
  public static Envelope parse(byte[] json) {
    return EnvelopeJson.parse(json);
  }

  Envelope signedWith(byte[] newSignature) {
    return new Envelope(content, newSignature.clone(), signedBytes);
  }

  /**
   * @throws IllegalArgumentException if {@code key} is not that of {@code from.id}
   */
  public Envelope sign(PrivateKey key) {
    if (!key.publicKey().equals(content.from.id().key()))
      throw new IllegalArgumentException("an envelope is signed by its sender only");
    return new Envelope(content, key.sign(signedBytes), signedBytes);
  }

  /** Whether the key of {@code from.id} signed this; without a signature it did not. */
  public boolean verifySignature() {
    return signature.length != 0 && content.from.id().key().verify(signedBytes, signature);
  }

  public Handle to() {
    return content.to;
  }

  public String behaviour() {
    return content.behaviour;
  }

  public Handle from() {
    return content.from;
  }

  /** Unsigned. */
  public long nonce() {
    return content.nonce;
  }

  public Instant expiresAt() {
    return content.expiry.instant();
  }

  public boolean isExpired(Instant now) {
    return now.isAfter(expiresAt());
  }

  /** The behaviour that an answer goes to, if one is wanted. */
  public Optional<String> replyTo() {
    return content.replyTo.isEmpty() ? Optional.empty() : Optional.of(content.replyTo);
  }

  public Optional<Topic> topic() {
    return content.topic;
  }

  public boolean isBroadcast() {
    return content.to.isNone();
  }

  public byte[] payload() {
    return content.payload.clone();
  }

  /** The payload as text, for payloads that are JSON. */
  public String payloadText() {
    return new String(content.payload, StandardCharsets.UTF_8);
  }

  /** The token list that authorises this, as JSON; empty if there is none. */
  public byte[] capabilities() {
    return content.capabilities.clone();
  }

  /** Empty if this is not signed. */
  public byte[] signature() {
    return signature.clone();
  }

  public boolean isSigned() {
    return signature.length != 0;
  }

  /** What the signature is over: {@code dms:msg:} and the canonical JSON without it. */
  public byte[] signedBytes() {
    return signedBytes.clone();
  }

  /** Canonical JSON. */
  public byte[] toBytes() {
    return EnvelopeJson.complete(signedBytes, SIGNED_PREFIX.length, signature);
  }

  /** Canonical JSON. */
  public String toJson() {
    return new String(toBytes(), StandardCharsets.UTF_8);
  }

  /** What this takes in memory, about, in bytes. */
  int size() {
    return 2 * signedBytes.length;
  }

  Content content() {
    return content;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Envelope envelope
        && Arrays.equals(envelope.signedBytes, signedBytes)
        && Arrays.equals(envelope.signature, signature);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(signature) ^ content.behaviour.hashCode();
  }

  /** For people and logs; leaves out payload and tokens, which may be secrets. */
  @Override
  public String toString() {
    return content.behaviour + " from " + content.from + " to " + content.to;
  }
}
