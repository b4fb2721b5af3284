package atoll.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.json.MalformedJsonException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A18, DMS §3.4. */
class FrameTest {
  private static final byte[] MESSAGE = "{\"to\":1}".getBytes(StandardCharsets.UTF_8);

  @Test
  @DisplayName("A18 the header is 8 bytes, little-endian")
  void header() {
    assertThat(Frame.encode(new byte[0x10203]))
        .hasSize(0x10203 + 8)
        .startsWith(3, 2, 1, 0, 0, 0, 0, 0);
  }

  @Test
  @DisplayName("A18 a message written in two parts is assembled, wherever it is cut")
  void twoParts() {
    var bytes = Frame.encode(MESSAGE);
    for (int cut = 0; cut <= bytes.length; cut++) {
      var frame = new Frame();
      var first = frame.take(ByteBuffer.wrap(bytes, 0, cut));
      if (cut == bytes.length) assertThat(first).contains(MESSAGE);
      else {
        assertThat(first).isEmpty();
        assertThat(frame.take(ByteBuffer.wrap(bytes, cut, bytes.length - cut))).contains(MESSAGE);
      }
    }
  }

  @Test
  @DisplayName("A18 more than 1 MiB is refused as soon as the header says so")
  void tooLong() {
    var header = ByteBuffer.wrap(new byte[] {1, 0, 0x10, 0, 0, 0, 0, 0});
    assertThatThrownBy(() -> new Frame().take(header))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("1048577 bytes");
    var negative = ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 0, 0, 0, -1});
    assertThatThrownBy(() -> new Frame().take(negative)).isInstanceOf(MalformedJsonException.class);
    assertThatThrownBy(() -> Frame.encode(new byte[(1 << 20) + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void exactlyOneMebibyteAndNothingAreMessages() {
    assertThat(new Frame().take(ByteBuffer.wrap(Frame.encode(new byte[1 << 20]))))
        .hasValueSatisfying(message -> assertThat(message).hasSize(1 << 20));
    assertThat(new Frame().take(ByteBuffer.wrap(Frame.encode(new byte[0])))).contains(new byte[0]);
  }

  @Test
  void bytesAfterTheMessageAreRefused() {
    var two = ByteBuffer.allocate(40).put(Frame.encode(MESSAGE)).put((byte) 1).flip();
    assertThatThrownBy(() -> new Frame().take(two)).hasMessageContaining("follow");
  }

  @Test
  @DisplayName("A18 the protocol id has no leading slash")
  void protocolId() {
    assertThat(Frame.protocolId("root")).isEqualTo("actor/root/messages/0.0.1");
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void piecesOfAnySizeAreAssembled(long seed) {
    var random = new Random(seed);
    var message = new byte[random.nextInt(100_000)];
    random.nextBytes(message);
    var bytes = Frame.encode(message);
    var frame = new Frame();
    int at = 0;
    while (at < bytes.length) {
      int size = Math.min(bytes.length - at, 1 + random.nextInt(9000));
      var whole = frame.take(ByteBuffer.wrap(bytes, at, size));
      at += size;
      if (at < bytes.length) assertThat(whole).isEmpty();
      else assertThat(whole).contains(message);
    }
  }
}
