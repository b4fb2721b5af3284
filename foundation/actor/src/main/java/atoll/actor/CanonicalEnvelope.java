package atoll.actor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import atoll.capability.Expiry;
import atoll.capability.Topic;
import atoll.identity.ActorId;
import atoll.identity.Did;
import java.util.Optional;

/**
 * The quick way to read an envelope: in one pass, if it is exactly as we would write it, so that
 * the signature can be verified over a part of what came. Whatever else came is for {@link
 * EnvelopeJson}, which also says what is wrong with it.
 */
final class CanonicalEnvelope {
  private static final byte[] TO = "{\"to\":".getBytes(US_ASCII);
  private static final byte[] NOBODY =
      "{\"id\":{\"pub\":\"\"},\"did\":{},\"addr\":{}}".getBytes(US_ASCII);
  private static final byte[] ID = "{\"id\":{\"pub\":\"".getBytes(US_ASCII);
  private static final byte[] DID = "},\"did\":{".getBytes(US_ASCII);
  private static final byte[] URI = "\"uri\":\"".getBytes(US_ASCII);
  private static final byte[] ADDRESS = "},\"addr\":{".getBytes(US_ASCII);
  private static final byte[] HOST = "\"host\":\"".getBytes(US_ASCII);
  private static final byte[] INBOX = "\"inbox\":\"".getBytes(US_ASCII);
  private static final byte[] AND_INBOX = ",\"inbox\":\"".getBytes(US_ASCII);
  private static final byte[] END_HANDLE = "}}".getBytes(US_ASCII);
  private static final byte[] BEHAVIOUR = ",\"be\":\"".getBytes(US_ASCII);
  private static final byte[] FROM = ",\"from\":".getBytes(US_ASCII);
  private static final byte[] NONCE = ",\"nonce\":".getBytes(US_ASCII);
  private static final byte[] EXPIRY = ",\"opt\":{\"exp\":".getBytes(US_ASCII);
  private static final byte[] REPLY_TO = ",\"cont\":\"".getBytes(US_ASCII);
  private static final byte[] TOPIC = ",\"topic\":\"".getBytes(US_ASCII);
  private static final byte[] NO_PAYLOAD = "},\"msg\":\"\"".getBytes(US_ASCII);
  private static final byte[] PAYLOAD = "},\"msg\":\"".getBytes(US_ASCII);
  private static final byte[] TOKENS = ",\"cap\":\"".getBytes(US_ASCII);
  private static final byte[] SIGNATURE = ",\"sig\":\"".getBytes(US_ASCII);
  private static final byte[] END = {'}'};
  private static final byte[] NOTHING = {};

  private final CanonicalCursor cursor;

  private CanonicalEnvelope(byte[] json) {
    cursor = new CanonicalCursor(json);
  }

  /** Empty if it is anything but a canonical envelope. */
  static Optional<Envelope> read(byte[] json) {
    try {
      return new CanonicalEnvelope(json).envelope(json);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<Envelope> envelope(byte[] json) {
    cursor.expect(TO);
    var to = cursor.skip(NOBODY) ? Handle.NONE : handle();
    cursor.expect(BEHAVIOUR);
    var behaviour = cursor.text();
    cursor.expect(FROM);
    if (cursor.isLost()) return Optional.empty();
    var from = handle();
    cursor.expect(NONCE);
    long nonce = cursor.unsigned();
    cursor.expect(EXPIRY);
    long expiry = cursor.unsigned();
    var replyTo = cursor.skip(REPLY_TO) ? cursor.text() : "";
    var topic = cursor.skip(TOPIC) ? cursor.text() : "";
    var payload = payload();
    var tokens = cursor.skip(TOKENS) ? cursor.base64() : NOTHING;
    int signedLength = cursor.position();
    var signature = cursor.skip(SIGNATURE) ? cursor.base64() : NOTHING;
    cursor.expect(END);
    if (cursor.isLost() || !cursor.isAtEnd()) return Optional.empty();
    var content =
        new Envelope.Content(
            to,
            behaviour,
            from,
            nonce,
            new Expiry(expiry),
            replyTo,
            topic.isEmpty() ? Optional.empty() : Optional.of(new Topic(topic)),
            payload,
            tokens);
    return Optional.of(Envelope.received(content, signature, json, signedLength));
  }

  private byte[] payload() {
    if (cursor.skip(NO_PAYLOAD)) return NOTHING;
    cursor.expect(PAYLOAD);
    return cursor.base64();
  }

  private Handle handle() {
    cursor.expect(ID);
    var id = cursor.text();
    cursor.expect(DID);
    var did = cursor.skip(URI) ? cursor.text() : "";
    cursor.expect(ADDRESS);
    var host = cursor.skip(HOST) ? cursor.text() : "";
    var inbox = cursor.skip(host.isEmpty() ? INBOX : AND_INBOX) ? cursor.text() : "";
    cursor.expect(END_HANDLE);
    return cursor.isLost()
        ? Handle.NONE
        : new Handle(ActorId.parse(id), Did.parse(did), new Address(host, inbox));
  }
}
