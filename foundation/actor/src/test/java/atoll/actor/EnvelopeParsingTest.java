package atoll.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.capability.Expiry;
import atoll.capability.Topic;
import atoll.kernel.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnvelopeParsingTest {
  private static final String VECTOR = new String(Vectors.envelope(), StandardCharsets.UTF_8);

  @Test
  void spacesAndOrderOfMembersDoNotChangeWhatWasSigned() {
    var spaced = VECTOR.replace(",\"be\":", " , \"be\" :\n");
    var reordered = VECTOR.replace("\"nonce\":1,", "").replace("\"sig\":", "\"nonce\":1,\"sig\":");
    var escaped = VECTOR.replace("/dms/deployment/request", "\\u002fdms/deployment\\/request");
    for (var text : new String[] {spaced, reordered, escaped}) {
      var envelope = parse(text);
      assertThat(envelope.verifySignature()).as(text).isTrue();
      assertThat(envelope.toJson()).isEqualTo(VECTOR);
    }
  }

  @Test
  void aNullPayloadIsAnEmptyOne() {
    var envelope = parse(VECTOR.replace("\"msg\":\"e30=\"", "\"msg\":null"));
    assertThat(envelope.payload()).isEmpty();
    assertThat(envelope.toJson()).contains("\"msg\":\"\"");
  }

  @Test
  void aNonceUsesAll64Bits() {
    var envelope = parse(VECTOR.replace("\"nonce\":1", "\"nonce\":18446744073709551615"));
    assertThat(envelope.nonce()).isEqualTo(-1L);
    assertThat(envelope.toJson()).contains("\"nonce\":18446744073709551615,");
  }

  @Test
  void aBroadcastHasAnEmptyReceiver() {
    var envelope =
        Message.broadcast(new Topic("/nunet/hello"), "/broadcast/hello")
            .envelope(Handle.of(Vectors.A.publicKey()), 7, java.time.Instant.EPOCH, new byte[0])
            .sign(Vectors.A);
    assertThat(envelope.toJson())
        .startsWith(
            "{\"to\":{\"id\":{\"pub\":\"\"},\"did\":{},\"addr\":{}},\"be\":\"/broadcast/hello\"")
        .contains("\"opt\":{\"exp\":30000000000,\"topic\":\"/nunet/hello\"},\"msg\":\"\",\"sig\":");
    assertThat(Envelope.parse(envelope.toBytes())).isEqualTo(envelope);
    assertThat(envelope.isBroadcast()).isTrue();
  }

  @Test
  void duplicateUnknownAndMisspeltMembersAreRefused() {
    refused(VECTOR.replace("\"nonce\":1", "\"nonce\":1,\"nonce\":2"), "nonce");
    refused(VECTOR.replace("\"nonce\":1", "\"nonce\":1,\"extra\":2"), "unknown member extra");
    refused(VECTOR.replace("\"nonce\":1", "\"Nonce\":1"), "unknown member Nonce");
    refused(VECTOR.replace("\"exp\":", "\"ttl\":1,\"exp\":"), "unknown member ttl");
    refused(VECTOR.replace("\"inbox\":", "\"port\":1,\"inbox\":"), "unknown member port");
  }

  @Test
  void wrongValuesAreRefused() {
    refused(VECTOR.replace("\"nonce\":1", "\"nonce\":-1"), "unsigned");
    refused(VECTOR.replace("\"nonce\":1", "\"nonce\":1.5"), "whole number");
    refused(VECTOR.replace("\"nonce\":1", "\"nonce\":18446744073709551616"), "unsigned");
    refused(VECTOR.replace("\"nonce\":1,", ""), "lacks nonce");
    for (var text : new String[] {"e3", "e30", "e31=", "e30=e30=", "e30=\\n", "e-0="})
      refused(VECTOR.replace("e30=\",\"cap\"", text + "\",\"cap\""), "base64");
    refused(VECTOR.replace("/dms/deployment/request", "request"), "behaviour");
    refused(VECTOR.replace("/dms/deployment/request", "/"), "behaviour");
    refused(VECTOR.replace("BAAREIH4", "baareih4"), "base32");
    refused(VECTOR.replace("{\"to\"", "[{\"to\""), "");
    refused(VECTOR + "{}", "");
    refused("", "");
    refused("null", "");
  }

  @Test
  void anEnvelopeFromNobodyOrToNobodyWithoutATopicIsRefused() {
    var nobody = "{\"id\":{\"pub\":\"\"},\"did\":{},\"addr\":{}}";
    var to = VECTOR.substring(VECTOR.indexOf("{\"id\""), VECTOR.indexOf(",\"be\""));
    var from = VECTOR.substring(VECTOR.indexOf("\"from\":") + 7, VECTOR.indexOf(",\"nonce\""));
    refused(VECTOR.replace(from, nobody), "from nobody");
    refused(VECTOR.replace(to, nobody), "to nobody");
  }

  @Test
  void whatIsTooBigOrTooDeepIsRefusedBeforeItIsRead() {
    refused(VECTOR.replace("e30=\",\"cap\"", "A".repeat(1 << 20) + "\",\"cap\""), "bytes");
    refused(
        VECTOR.replace("\"nonce\":1", "\"nonce\":" + "[".repeat(50_000) + "]".repeat(50_000)), "");
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void mutatedBytesAreRefusedOrDoNotVerifyOrMeanTheSame(long seed) {
    var random = new Random(seed);
    var bytes = Vectors.envelope();
    for (int i = 0; i < 25; i++) {
      var mutated = bytes.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--)
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      try {
        var envelope = Envelope.parse(mutated);
        assertThat(!envelope.verifySignature() || envelope.toJson().equals(VECTOR))
            .as("seed %d accepts %s", seed, envelope.toJson())
            .isTrue();
      } catch (MalformedJsonException refusal) {
        assertThat(refusal.getMessage()).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theQuickWayReadsNothingThatTheCarefulWayReadsOtherwise(long seed) {
    var random = new Random(seed);
    var alphabet = "{}[]\",:=\\0129aAeE+/ \u00e9";
    for (int i = 0; i < 200; i++) {
      var text = new StringBuilder(VECTOR);
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
        case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
        default -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(30)));
      }
      var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      CanonicalEnvelope.read(bytes)
          .ifPresent(quick -> {
            assertThat(quick.toBytes()).as("seed %d", seed).isEqualTo(bytes);
            assertThat(EnvelopeJson.parseAnyForm(bytes))
                .as("seed %d: %s", seed, text)
                .isEqualTo(quick);
          });
    }
  }

  @Test
  void theQuickWayReadsWhatWeWrite() {
    assertThat(CanonicalEnvelope.read(Vectors.envelope()))
        .contains(EnvelopeJson.parseAnyForm(Vectors.envelope()));
    assertThat(CanonicalEnvelope.read(new byte[0])).isEmpty();
    for (int length = 0; length < VECTOR.length(); length++)
      assertThat(
              CanonicalEnvelope.read(VECTOR.substring(0, length).getBytes(StandardCharsets.UTF_8)))
          .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomEnvelopesComeBackAsTheyWere(long seed) {
    var random = new Random(seed);
    var payload = new byte[random.nextInt(400)];
    random.nextBytes(payload);
    var tokens = new byte[random.nextInt(3) * random.nextInt(400)];
    random.nextBytes(tokens);
    boolean broadcast = random.nextBoolean();
    var content =
        new Envelope.Content(
            broadcast ? Handle.NONE : Handle.of(Vectors.B.publicKey()),
            "/x<y>&" + random.nextInt() + (random.nextBoolean() ? "é\u2028\"" : ""),
            new Handle(
                Handle.of(Vectors.A.publicKey()).id(),
                Handle.of(Vectors.C.publicKey()).did(),
                new Address(random.nextBoolean() ? "" : "host", random.nextBoolean() ? "" : "in")),
            random.nextLong(),
            new Expiry(random.nextLong()),
            random.nextBoolean() ? "" : "/reply/" + random.nextInt(),
            broadcast ? Optional.of(new Topic("/t")) : Optional.empty(),
            payload,
            tokens);
    var envelope = Envelope.unsigned(content).sign(Vectors.A);
    var read = Envelope.parse(envelope.toBytes());
    assertThat(read).isEqualTo(envelope);
    assertThat(EnvelopeJson.parseAnyForm(envelope.toBytes())).isEqualTo(envelope);
    assertThat(read.verifySignature()).isTrue();
    assertThat(read.payload()).isEqualTo(payload);
    assertThat(read.capabilities()).isEqualTo(tokens);
    assertThat(read.from()).isEqualTo(envelope.from());
    assertThat(read.expiresAt()).isEqualTo(envelope.expiresAt());
  }

  private static void refused(String text, String saying) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining(saying);
  }

  private static Envelope parse(String text) {
    return Envelope.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
