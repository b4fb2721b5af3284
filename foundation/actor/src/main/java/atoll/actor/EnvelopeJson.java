package atoll.actor;

import atoll.capability.Expiry;
import atoll.capability.Topic;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** An envelope's JSON, exact to the byte, since the signature is over it (DMS §3.2). */
final class EnvelopeJson {
  private static final Set<String> MEMBERS =
      Set.of("to", "be", "from", "nonce", "opt", "msg", "cap", "sig");
  private static final Set<String> OPTIONS = Set.of("exp", "cont", "topic");
  private static final int MAX_DEPTH = 16;
  private static final StrictJson JSON = new StrictJson(Envelope.MAX_BYTES, MAX_DEPTH);
  private static final byte[] SIGNATURE_OPEN = ",\"sig\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SIGNATURE_CLOSE = "\"}".getBytes(StandardCharsets.US_ASCII);

  private EnvelopeJson() {}

  static byte[] signedBytes(byte[] prefix, Envelope.Content content) {
    var out =
        new CanonicalJson(768 + (content.payload().length + content.capabilities().length) * 4 / 3);
    out.beginObject().name("to");
    content.to().write(out);
    out.name("be").value(content.behaviour()).name("from");
    content.from().write(out);
    out.name("nonce").unsigned(content.nonce()).name("opt").beginObject();
    out.name("exp").unsigned(content.expiry().unixNanos());
    if (!content.replyTo().isEmpty()) out.name("cont").value(content.replyTo());
    content.topic().ifPresent(topic -> out.name("topic").value(topic.path()));
    out.endObject().name("msg").value(content.payload());
    if (content.capabilities().length > 0) out.name("cap").value(content.capabilities());
    var json = out.endObject().toBytes();
    var signed = Arrays.copyOf(prefix, prefix.length + json.length);
    System.arraycopy(json, 0, signed, prefix.length, json.length);
    return signed;
  }

  /** The signed part with the signature as its last member. */
  static byte[] complete(byte[] signed, int from, byte[] signature) {
    if (signature.length == 0) return Arrays.copyOfRange(signed, from, signed.length);
    var sig = Base64.getEncoder().encode(signature);
    int open = signed.length - from - 1;
    var json = new byte[open + SIGNATURE_OPEN.length + sig.length + SIGNATURE_CLOSE.length];
    System.arraycopy(signed, from, json, 0, open);
    System.arraycopy(SIGNATURE_OPEN, 0, json, open, SIGNATURE_OPEN.length);
    System.arraycopy(sig, 0, json, open + SIGNATURE_OPEN.length, sig.length);
    System.arraycopy(
        SIGNATURE_CLOSE, 0, json, json.length - SIGNATURE_CLOSE.length, SIGNATURE_CLOSE.length);
    return json;
  }

  static Envelope parse(byte[] json) {
    if (json.length > Envelope.MAX_BYTES)
      throw new MalformedJsonException(
          "envelope of " + json.length + " bytes, at most " + Envelope.MAX_BYTES + " are read");
    return CanonicalEnvelope.read(json).orElseGet(() -> parseAnyForm(json));
  }

  /** Members in any order, white space, escapes: the signature is over our own writing of it. */
  static Envelope parseAnyForm(byte[] json) {
    var fields = Members.of("envelope", JSON.read(json), MEMBERS);
    var options = Members.of("opt", required(fields, "opt"), OPTIONS);
    try {
      var content =
          new Envelope.Content(
              fields.find("to").map(HandleJson::read).orElse(Handle.NONE),
              fields.text("be"),
              HandleJson.read(required(fields, "from")),
              unsigned("nonce", required(fields, "nonce")),
              new Expiry(unsigned("opt.exp", required(options, "exp"))),
              options.optionalText("cont").orElse(""),
              options.optionalText("topic").filter(t -> !t.isEmpty()).map(Topic::new),
              bytes(fields, "msg"),
              bytes(fields, "cap"));
      return Envelope.unsigned(content).signedWith(bytes(fields, "sig"));
    } catch (IllegalArgumentException e) {
      throw new MalformedJsonException("envelope: " + e.getMessage());
    }
  }

  private static JsonNode required(Fields fields, String name) {
    return fields
        .find(name)
        .orElseThrow(() -> new MalformedJsonException("envelope lacks " + name));
  }

  /** Base64 in its one canonical form: padded, without white space, unused bits zero. */
  private static byte[] bytes(Fields fields, String name) {
    var text = fields.optionalText(name).orElse("");
    var bytes = fields.bytes(name);
    int whole = bytes.length / 3 * 3;
    var end = Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, whole, bytes.length));
    if (text.length() != whole / 3 * 4 + end.length() || !text.endsWith(end))
      throw new MalformedJsonException(name + " is not canonical base64");
    return bytes;
  }

  private static long unsigned(String name, JsonNode node) {
    if (!node.isIntegralNumber()) throw new MalformedJsonException(name + " is not a whole number");
    BigInteger number = node.bigIntegerValue();
    if (number.signum() < 0 || number.bitLength() > 64)
      throw new MalformedJsonException(name + " is not an unsigned 64-bit number");
    return number.longValue();
  }
}
