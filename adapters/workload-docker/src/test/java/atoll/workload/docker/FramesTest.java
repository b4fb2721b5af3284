package atoll.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.workload.CapturedOutput.Stream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The engine's framing of two streams in one. */
class FramesTest {
  private static final byte[] TWO = {1, 0, 0, 0, 0, 0, 0, 2, 'h', 'i', 2, 0, 0, 0, 0, 0, 0, 1, '!'};

  @Test
  void streamsAreTakenApart() throws IOException {
    assertThat(read(TWO, Stream.STDOUT)).isEqualTo("hi");
    assertThat(read(TWO, Stream.STDERR)).isEqualTo("!");
    assertThat(read(new byte[0], Stream.STDOUT)).isEmpty();
  }

  @Test
  void aCutIsNoticedWhereverItFalls() {
    for (int length : new int[] {1, 7, 9, 11, 18})
      assertThatThrownBy(() -> read(Arrays.copyOf(TWO, length), Stream.STDOUT))
          .as("cut after %d bytes", length)
          .isInstanceOf(EOFException.class);
  }

  @Test
  void aHugeFrameIsHandedOnInParts() throws IOException {
    var frame = new byte[8 + (1 << 20)];
    frame[0] = 1;
    frame[5] = 0x10;
    var sizes = new java.util.ArrayList<Integer>();
    Frames.read(new ByteArrayInputStream(frame), (_, bytes) -> sizes.add(bytes.length));
    assertThat(sizes).hasSize(16).containsOnly(1 << 16);
  }

  private static String read(byte[] bytes, Stream wanted) throws IOException {
    var text = new ByteArrayOutputStream();
    Frames.read(
        new ByteArrayInputStream(bytes),
        (stream, part) -> {
          if (stream == wanted) text.writeBytes(part);
        });
    return text.toString(java.nio.charset.StandardCharsets.UTF_8);
  }
}
