package atoll.bench.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.bench.Bench;
import atoll.bench.Effort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs are measured from outside, told by a script in the place of the program. */
class ProgramBenchTest {
  @TempDir Path root;

  @Test
  void aCommandIsMeasuredFromItsStartToItsEnd() throws Exception {
    program("echo atoll 0.1");
    assertMeasures(Typed.version(root), "cli-start");
  }

  @Test
  void aCommandThatFailsOrSaysSomethingElseIsNoMeasurement() throws Exception {
    program("[ \"$1\" = --version ] || { echo no >&2; exit 4; }");
    assertThatThrownBy(() -> Typed.hello(root).measure(Effort.BRIEF))
        .hasMessageContaining("exited with 4")
        .hasMessageContaining("no");
    program("echo something else");
    assertThatThrownBy(() -> Typed.hello(root).measure(Effort.BRIEF))
        .hasMessageContaining("something else");
  }

  @Test
  void theUsersFilesAreNotTouched() throws Exception {
    program("echo \"0.1 home $HOME\"");
    var home = root.resolve("home").toString();
    assertThat(new Checkout(root, Path.of(home)).atoll("--version").run().output())
        .contains("home " + home);
  }

  @Test
  void aNetworkIsReadyWhenItSaysSo() throws Exception {
    Files.createFile(root.resolve("ready"));
    program(
        "[ \"$1\" = dev ] || exit 0",
        "exec \"$JAVA_HOME/bin/jwebserver\" -b 127.0.0.1 -p \"$3\" -d \"$(pwd)\"");
    assertMeasures(new DevReady(root), "dev-ready");
  }

  @Test
  void aNetworkThatEndsInsteadIsNoMeasurement() throws Exception {
    program("[ \"$1\" != dev ] || { echo the port is taken; exit 1; }");
    assertThatThrownBy(() -> new DevReady(root).measure(Effort.BRIEF))
        .hasMessageContaining("the port is taken");
  }

  @Test
  void aCloneIsMadeOfWhatWasCommitted() throws Exception {
    program("echo Hello from WebAssembly");
    git("init", "--quiet");
    git("add", "atoll");
    git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", "one");
    program("echo not committed");
    assertMeasures(new ColdClone(root), "cold-clone");
  }

  private static void assertMeasures(Bench bench, String target) throws Exception {
    assertThat(bench.measure(Effort.BRIEF))
        .singleElement()
        .satisfies(measured -> {
          assertThat(measured.target().name()).isEqualTo(target);
          assertThat(measured.samples().min()).isPositive();
        });
  }

  private void program(String... lines) throws IOException {
    var file = root.resolve("atoll");
    Files.write(file, List.of("#!/bin/sh", String.join("\n", lines)));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    var words = new java.util.ArrayList<>(List.of("git"));
    words.addAll(List.of(arguments));
    new Command(words, root, Map.of()).run().saying("");
  }
}
