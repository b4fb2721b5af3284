package atoll.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatedFileTest {
  @TempDir private Path folder;
  private final AtomicInteger troubles = new AtomicInteger();

  /** The message and a line feed: three bytes for two digits. */
  private static final class Plain extends EncoderBase<ILoggingEvent> {
    @Override
    public byte[] headerBytes() {
      return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
      return (event.getFormattedMessage() + "\n").getBytes(UTF_8);
    }

    @Override
    public byte[] footerBytes() {
      return new byte[0];
    }
  }

  @Test
  void aFileGivesWayBeforeItReachesItsSizeAndSoManyAreKept() throws IOException {
    write(9, 2, 10, 18);
    assertThat(text("log")).isEqualTo("18\n");
    assertThat(text("log.1")).isEqualTo("16\n17\n");
    assertThat(text("log.2")).isEqualTo("14\n15\n");
    assertThat(folder.resolve("log.3")).doesNotExist();
    assertThat(troubles).hasValue(0);
  }

  @Test
  void aLaterLifeGoesOnWithTheSameFile() throws IOException {
    write(9, 2, 10, 10);
    write(9, 2, 11, 12);
    assertThat(text("log")).isEqualTo("12\n");
    assertThat(text("log.1")).isEqualTo("10\n11\n");
  }

  @Test
  void withoutASizeOrACountItGrowsWithoutEnd() throws IOException {
    write(0, 2, 10, 19);
    write(9, 0, 20, 29);
    assertThat(text("log")).hasSize(60);
    assertThat(folder.resolve("log.1")).doesNotExist();
  }

  @Test
  void whatCannotBeWrittenIsToldOnce() throws IOException {
    Files.createDirectories(folder.resolve("log.1").resolve("in the way"));
    write(9, 1, 10, 19);
    assertThat(troubles).hasValue(1);
  }

  private void write(long size, int kept, int from, int to) throws IOException {
    var file =
        new RotatedFile(folder.resolve("log"), size, kept, new Plain(), troubles::incrementAndGet);
    file.setContext(new LoggerContext());
    file.start();
    for (int i = from; i <= to; i++)
      file.doAppend(
          new LoggingEvent(
              "test",
              new LoggerContext().getLogger("a"),
              Level.INFO,
              Integer.toString(i),
              null,
              null));
    file.stop();
  }

  private String text(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }
}
