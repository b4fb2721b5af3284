package atoll.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A17, DMS §17.4. */
class EnvelopeVectorTest {
  private final byte[] bytes = Vectors.envelope();
  private final Envelope envelope = Envelope.parse(bytes);

  @Test
  @DisplayName("A17 the envelope of the specification verifies")
  void verifies() {
    assertThat(envelope.verifySignature()).isTrue();
    assertThat(envelope.from()).isEqualTo(Handle.of(Vectors.C.publicKey()));
    assertThat(envelope.to()).isEqualTo(Handle.of(Vectors.A.publicKey()));
    assertThat(envelope.behaviour()).isEqualTo("/dms/deployment/request");
    assertThat(envelope.replyTo()).hasValue("/dms/actor/replyto/1");
    assertThat(envelope.payloadText()).isEqualTo("{}");
    assertThat(envelope.isExpired(Instant.parse("2030-01-01T00:00:00Z"))).isFalse();
    assertThat(envelope.isExpired(Instant.parse("2100-01-01T00:00:00Z"))).isTrue();
  }

  @Test
  void isReproducedToTheByte() throws Exception {
    var signed = envelope.signedBytes();
    assertThat(signed).hasSize(634);
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(signed)))
        .isEqualTo("609ed8f3a52febf96c21af605e440d33c9ec2c1b4e452a34f0acc90cd0472e5d");
    assertThat(envelope.toBytes()).isEqualTo(bytes).hasSize(723);
    var again = Envelope.unsigned(envelope.content()).sign(Vectors.C);
    assertThat(again.toBytes()).isEqualTo(bytes);
    assertThat(again).isEqualTo(envelope);
  }

  @Test
  @DisplayName("A18 its frame starts with d302000000000000")
  void frameHeader() {
    assertThat(HexFormat.of().formatHex(Frame.encode(bytes), 0, 8)).isEqualTo("d302000000000000");
  }

  @Test
  @DisplayName("A17 with another behaviour it does not verify")
  void anotherBehaviour() {
    assertThat(changed("/dms/deployment/request", "/dms/deployment/commit").verifySignature())
        .isFalse();
  }

  @Test
  void withAnotherExpiryOrReceiverItDoesNotVerify() {
    assertThat(changed("4102444799999999997", "4102444799999999998").verifySignature()).isFalse();
    assertThat(
            changed("\"inbox\":\"root\"}},\"be\"", "\"inbox\":\"boot\"}},\"be\"").verifySignature())
        .isFalse();
  }

  @Test
  void withoutASignatureItDoesNotVerify() {
    assertThat(Envelope.unsigned(envelope.content()).verifySignature()).isFalse();
  }

  private Envelope changed(String from, String to) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    return Envelope.parse(text.replace(from, to).getBytes(StandardCharsets.UTF_8));
  }
}
