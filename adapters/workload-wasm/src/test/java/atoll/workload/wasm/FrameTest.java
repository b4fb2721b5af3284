package atoll.workload.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.workload.wasm.Frame.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pipe between parent and child; neither believes the other's lengths. */
class FrameTest {
  @Test
  void framesArriveAsTheyWereSent() throws IOException {
    var out = new ByteArrayOutputStream();
    Frame.of(Kind.READY).writeTo(out);
    new Frame(Kind.OUT, new byte[Frame.MAX_PAYLOAD_BYTES]).writeTo(out);
    Frame.exited(-7).writeTo(out);
    var in = new DataInputStream(new ByteArrayInputStream(out.toByteArray()));
    assertThat(Frame.readFrom(in).orElseThrow().kind()).isEqualTo(Kind.READY);
    assertThat(Frame.readFrom(in).orElseThrow().payload()).hasSize(Frame.MAX_PAYLOAD_BYTES);
    assertThat(Frame.readFrom(in).orElseThrow().code()).isEqualTo(-7);
    assertThat(Frame.readFrom(in)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Terminating due to", // what a JVM might print
        "\u0003\u0000\u0000\u0080\u0001", // one byte too long
        "\u0003\u0080\u0000\u0000\u0000", // negative
        "\u0003\u0000\u0000\u0000\u0005abc", // ends early
        "\u0003\u0000"
      })
  void whatIsNoFrameIsRefused(String bytes) {
    var in =
        new DataInputStream(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    assertThatThrownBy(() -> Frame.readFrom(in)).isInstanceOf(IOException.class);
  }

  @Test
  void textForPeopleIsCutAndHasNoControlCharacters() {
    var frame = Frame.of(Kind.REFUSED, "a\u001b[31m\n" + "b".repeat(5000));
    assertThat(frame.text()).startsWith("a [31m b").hasSize(1000);
  }

  @Test
  void aRequestArrivesAsItWasSent() throws IOException {
    var sent =
        new ModuleRequest(
            1024, Path.of("/tmp/x"), List.of("a", "ü"), Map.of("K", "v=1"), new byte[] {1, 2});
    var out = new ByteArrayOutputStream();
    sent.writeTo(new DataOutputStream(out));
    var received =
        ModuleRequest.readFrom(new DataInputStream(new ByteArrayInputStream(out.toByteArray())));
    assertThat(received).usingRecursiveComparison().isEqualTo(sent);
  }

  @Test
  void aRequestThatIsTooLargeIsRefusedBeforeItIsSent() {
    var tooLong = "x".repeat(ModuleRequest.MAX_TEXT_BYTES + 1);
    assertThatThrownBy(
            () -> new ModuleRequest(1, Path.of("/"), List.of(tooLong), Map.of(), new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("arguments and environment");
  }
}
