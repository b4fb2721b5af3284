package atoll.workload.wasm;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** One of a module's output streams, sent to the parent as it is written. */
final class FrameStream extends OutputStream {
  /** Takes one frame to the parent. */
  @FunctionalInterface
  interface Sender {
    void send(Frame frame) throws IOException;
  }

  private final Frame.Kind kind;
  private final Sender sender;

  FrameStream(Frame.Kind kind, Sender sender) {
    this.kind = kind;
    this.sender = sender;
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int from = offset, end = offset + length; from < end; from += Frame.MAX_PAYLOAD_BYTES) {
      int to = Math.min(end, from + Frame.MAX_PAYLOAD_BYTES);
      sender.send(new Frame(kind, Arrays.copyOfRange(bytes, from, to)));
    }
  }
}
