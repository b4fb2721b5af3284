package atoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import org.junit.jupiter.api.Test;

class FailureTest {
  @Test
  void aFullDiskIsNamedBehindWhatWasBeingDone() {
    var full = new FileSystemException("/home/me/token", null, "No space left on device");
    assertThat(
            Failure.of(new AtollException(ErrorCode.STORAGE_FAILED, "writing a token", full))
                .message())
        .isEqualTo("writing a token (No space left on device)");
    assertThat(Failure.of(new UncheckedIOException("making a folder", full)).message())
        .isEqualTo("making a folder (No space left on device)");
  }

  @Test
  void whatTheSystemRefusesIsToldInWords() {
    assertThat(Failure.of(new AccessDeniedException("/sys/x")).message())
        .isEqualTo("/sys/x: permission denied");
    assertThat(Failure.of(new IOException("broken pipe")).message())
        .isEqualTo("IOException: broken pipe");
  }

  @Test
  void aReasonIsNotSaidTwice() {
    var cause = new IOException("Connection refused");
    var refused = new AtollException(ErrorCode.UNREACHABLE, "no node (Connection refused)", cause);
    assertThat(Failure.of(refused).message()).isEqualTo("no node (Connection refused)");
  }

  @Test
  void aNameThatTheLocaleCannotSpellIsWrongUse() {
    var failure = Failure.of(new InvalidPathException("?", "unmappable characters"));
    assertThat(failure.exit()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(failure.toDo()).contains("LC_ALL");
  }

  @Test
  void whatIsCopiedFromAHintIsOneWord() {
    assertThat(ShellWord.of("examples/hello.yaml")).isEqualTo("examples/hello.yaml");
    assertThat(ShellWord.of("my file's")).isEqualTo("'my file'\\''s'");
  }
}
