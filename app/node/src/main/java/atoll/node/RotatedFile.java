package atoll.node;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A log file that gives way to a new one before it reaches its size; those before it are {@code
 * .1}, {@code .2} and so on, the latest first (Infernet §7). As with the original, a size or a
 * count of zero means that it grows without end. A line that cannot be written is lost, and that is
 * told once.
 */
final class RotatedFile extends AppenderBase<ILoggingEvent> {
  private final Path path;
  private final long mostBytes;
  private final int kept;
  private final Encoder<ILoggingEvent> encoder;
  private final Runnable trouble;
  private OutputStream out;
  private long bytes;
  private boolean troubled;

  /**
   * @param kept files besides the latest
   * @param trouble told once, if lines are lost
   * @throws IOException if the file cannot be opened
   */
  RotatedFile(Path path, long mostBytes, int kept, Encoder<ILoggingEvent> encoder, Runnable trouble)
      throws IOException {
    this.path = path;
    this.mostBytes = mostBytes;
    this.kept = kept;
    this.encoder = encoder;
    this.trouble = trouble;
    this.out = open();
  }

  private OutputStream open() throws IOException {
    var parent = path.toAbsolutePath().getParent();
    if (parent != null) Files.createDirectories(parent);
    var file = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    bytes = Files.size(path);
    return file;
  }

  @Override
  protected void append(ILoggingEvent event) {
    var line = encoder.encode(event);
    try {
      if (mostBytes > 0 && kept > 0 && bytes + line.length >= mostBytes && bytes > 0) rotate();
      out.write(line);
      bytes += line.length;
    } catch (IOException e) {
      if (!troubled) trouble.run();
      troubled = true;
    }
  }

  private void rotate() throws IOException {
    out.close();
    for (int i = kept - 1; i >= 1; i--) move(numbered(i), numbered(i + 1));
    move(path, numbered(1));
    out = open();
  }

  private static void move(Path from, Path to) throws IOException {
    if (Files.exists(from)) Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path numbered(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  @Override
  public void stop() {
    super.stop();
    try {
      out.close();
    } catch (IOException e) {
      addError("closing " + path, e);
    }
  }
}
