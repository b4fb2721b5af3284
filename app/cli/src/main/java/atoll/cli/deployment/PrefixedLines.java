package atoll.cli.deployment;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Puts a prefix before every line of a byte stream; an unfinished line waits for its end, up to a
 * bound.
 */
final class PrefixedLines {
  private static final int LONGEST = 1 << 16;

  private final byte[] prefix;
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();

  PrefixedLines(String prefix) {
    this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
  }

  /** The lines that {@code bytes} finish. */
  byte[] next(byte[] bytes) {
    var whole = new ByteArrayOutputStream();
    for (byte b : bytes) {
      unfinished.write(b);
      if (b == '\n' || unfinished.size() >= LONGEST) finish(whole, b == '\n');
    }
    return whole.toByteArray();
  }

  /** What is left, as a line. */
  byte[] end() {
    var whole = new ByteArrayOutputStream();
    if (unfinished.size() > 0) finish(whole, false);
    return whole.toByteArray();
  }

  private void finish(ByteArrayOutputStream whole, boolean ended) {
    whole.writeBytes(prefix);
    whole.writeBytes(unfinished.toByteArray());
    if (!ended) whole.write('\n');
    unfinished.reset();
  }
}
