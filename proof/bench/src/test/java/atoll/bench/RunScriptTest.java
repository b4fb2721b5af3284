package atoll.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./bench/run}, as far as it needs no build. */
class RunScriptTest {
  @TempDir Path elsewhere;

  private record Ran(int code, String stdout, String stderr) {}

  @Test
  void withoutANameItListsTheBenches() throws Exception {
    var ran = run();
    assertThat(ran.code).isZero();
    assertThat(ran.stdout.lines().map(line -> line.split(" ")[0]))
        .containsExactlyElementsOf(Target.all().stream().map(Target::bench).toList());
  }

  @Test
  void anUnknownNameIsWrongUseAndAnsweredWithTheList() throws Exception {
    for (var wrong : List.of("speed", "capability.cold", "", ".*")) {
      var ran = run(wrong);
      assertThat(ran.code).isEqualTo(1);
      assertThat(ran.stdout).isEmpty();
      assertThat(ran.stderr).contains("usage").contains("cold-clone").contains("docker-overhead");
    }
  }

  @Test
  void itTakesOneName() throws Exception {
    assertThat(run("gang", "explain").code).isEqualTo(1);
  }

  private Ran run(String... arguments) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of(CheckoutRoot.find().resolve("bench/run").toString()));
    words.addAll(List.of(arguments));
    var errors = elsewhere.resolve("stderr").toFile();
    var process =
        new ProcessBuilder(words).directory(elsewhere.toFile()).redirectError(errors).start();
    var stdout =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), stdout, java.nio.file.Files.readString(errors.toPath()));
  }
}
