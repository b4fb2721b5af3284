package atoll.workload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.workload.CapturedOutput.Stream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class OutputFilesTest {
  private static final String NOTE = "\n[atoll: output ends here, this stream keeps 10 B]\n";

  @TempDir Path folder;

  @Test
  void whatIsAppendedIsReadByOffset() throws Exception {
    try (var output = OutputFiles.open(folder, 1000)) {
      output.append(Stream.STDOUT, bytes("abc"));
      output.append(Stream.STDERR, bytes("xyz"));
      output.append(Stream.STDOUT, bytes("def"));
      assertThat(output.read(Stream.STDOUT, 2, 3)).isEqualTo(bytes("cde"));
      assertThat(output.read(Stream.STDERR, 0, 100)).isEqualTo(bytes("xyz"));
      assertThat(output.length(Stream.STDOUT)).isEqualTo(6);
      assertThat(output.file(Stream.STDERR)).hasContent("xyz");
    }
  }

  @Test
  void aStreamKeepsOnlySoMuchAndSaysSoOnce() throws Exception {
    try (var output = OutputFiles.open(folder, 10)) {
      output.append(Stream.STDOUT, bytes("0123456"));
      output.append(Stream.STDOUT, bytes("789abc"));
      output.append(Stream.STDOUT, bytes("dropped"));
      output.append(Stream.STDERR, bytes("not cut"));
      assertThat(text(output, Stream.STDOUT)).isEqualTo("0123456789" + NOTE);
      assertThat(text(output, Stream.STDERR)).isEqualTo("not cut");
    }
  }

  @Test
  void exactlyAsMuchAsIsKeptIsNotCut() throws Exception {
    try (var output = OutputFiles.open(folder, 10)) {
      output.append(Stream.STDOUT, bytes("0123456789"));
      assertThat(text(output, Stream.STDOUT)).isEqualTo("0123456789");
    }
  }

  @Test
  void openedAgainItContinuesWhereItWas() throws Exception {
    try (var output = OutputFiles.open(folder, 10)) {
      output.append(Stream.STDOUT, bytes("before"));
    }
    try (var output = OutputFiles.open(folder, 10)) {
      assertThat(output.length(Stream.STDOUT)).isEqualTo(6);
      output.append(Stream.STDOUT, bytes(" after"));
    }
    try (var output = OutputFiles.open(folder, 10)) {
      output.append(Stream.STDOUT, bytes("dropped, and not noted twice"));
      assertThat(text(output, Stream.STDOUT)).isEqualTo("before aft" + NOTE);
    }
  }

  @Test
  void aFollowerWakesForNewBytesAndForTheEnd() throws Exception {
    var output = OutputFiles.open(folder, 1000);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> output.awaitBeyond(Stream.STDOUT, 0));
      output.append(Stream.STDOUT, bytes("a"));
      assertThat(first.get()).isTrue();
      var second = threads.submit(() -> output.awaitBeyond(Stream.STDOUT, 1));
      output.close();
      assertThat(second.get()).isFalse();
      assertThat(output.awaitBeyond(Stream.STDOUT, 0)).as("unread bytes remain").isTrue();
    }
  }

  @Test
  void anInterruptedReaderLeavesTheOutputUsable() throws Exception {
    try (var output = OutputFiles.open(folder, 1000)) {
      Thread.currentThread().interrupt();
      output.append(Stream.STDOUT, bytes("a"));
      assertThat(output.read(Stream.STDOUT, 0, 1)).isEqualTo(bytes("a"));
      assertThatThrownBy(() -> output.awaitBeyond(Stream.STDOUT, 1))
          .isInstanceOf(InterruptedException.class);
      output.append(Stream.STDOUT, bytes("b"));
      assertThat(text(output, Stream.STDOUT)).isEqualTo("ab");
    }
  }

  @Test
  void itIsReadableButNotWritableAfterItsEnd() throws Exception {
    var output = OutputFiles.open(folder, 1000);
    output.append(Stream.STDOUT, bytes("a"));
    output.close();
    output.close();
    assertThat(text(output, Stream.STDOUT)).isEqualTo("a");
    assertThatThrownBy(() -> output.append(Stream.STDOUT, bytes("b")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended");
  }

  @Test
  void nonsenseIsRefused() throws Exception {
    assertThatThrownBy(() -> OutputFiles.open(folder, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OutputFiles.open(folder.resolve("absent"), 10))
        .isInstanceOf(IOException.class);
    assertThat(Files.exists(folder.resolve("absent"))).isFalse();
    try (var output = OutputFiles.open(folder, 10)) {
      assertThatThrownBy(() -> output.read(Stream.STDOUT, -1, 10))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(OutputFiles output, Stream stream) throws IOException {
    return new String(output.read(stream, 0, 1 << 20), UTF_8);
  }
}
