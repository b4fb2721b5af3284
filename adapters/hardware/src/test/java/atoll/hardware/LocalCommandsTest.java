package atoll.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.hardware.Commands.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tools as real processes. */
@Timeout(60)
class LocalCommandsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void whatAToolSaysIsGivenBack() throws Exception {
    tool("gpu-tool", "echo \"$1|$2\"; echo err >&2; exit 4");
    assertThat(commands().run(List.of("gpu-tool", "a b", "$HOME"), LONG))
        .isEqualTo(new Answer.Said(4, "a b|$HOME\n", "err\n"));
  }

  @Test
  void aToolThatIsNotThereIsMissing() throws Exception {
    Files.writeString(folder.resolve("text"), "not to be run");
    assertThat(commands().run(List.of("gpu-tool"), LONG)).isEqualTo(new Answer.Missing());
    assertThat(commands().run(List.of("text"), LONG)).isEqualTo(new Answer.Missing());
  }

  @Test
  void aToolThatHangsIsKilled() throws Exception {
    tool("gpu-tool", "echo $$ >" + folder.resolve("pid") + "; exec sleep 1000");
    var limit = Duration.ofMillis(500);
    assertThat(commands().run(List.of("gpu-tool"), limit)).isEqualTo(new Answer.TooSlow(limit));
    long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    var process = ProcessHandle.of(pid);
    if (process.isPresent()) process.get().onExit().get();
    assertThat(ProcessHandle.of(pid)).isEmpty();
  }

  @Test
  void aToolThatWaitsForInputGetsNone() throws Exception {
    tool("gpu-tool", "cat; echo done");
    assertThat(commands().run(List.of("gpu-tool"), LONG))
        .isEqualTo(new Answer.Said(0, "done\n", ""));
  }

  @Test
  void aToolThatTalksTooMuchIsCutAndStillEnds() throws Exception {
    tool("gpu-tool", "head -c 6000000 /dev/zero");
    assertThat(commands().run(List.of("gpu-tool"), LONG))
        .isInstanceOfSatisfying(
            Answer.Said.class, said -> assertThat(said.stdout()).hasSize(4 << 20));
  }

  @Test
  void aToolWhoseInterpreterIsGoneIsBroken() throws Exception {
    var file = Files.writeString(folder.resolve("gpu-tool"), "#!/no/such/interpreter\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    assertThat(commands().run(List.of("gpu-tool"), LONG)).isInstanceOf(Answer.Broken.class);
  }

  private Commands commands() {
    return LocalCommands.on(folder + ":/nowhere");
  }

  private void tool(String name, String shell) throws IOException {
    var file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + shell + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
