package atoll.acceptance.readme;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.acceptance.terminal.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** From a clone to a first result, and again. */
@ExtendWith(Checkout.Shared.class)
@Timeout(900)
class FirstUseTest {
  private static final String RESULT = "Hello from WebAssembly on Atoll";
  private final Checkout checkout;

  FirstUseTest(Checkout checkout) {
    this.checkout = checkout;
  }

  @Test
  void readmeBeginsWithTheMainJob() {
    assertThat(checkout.readme().section("Atoll")).containsExactly(Checkout.HELLO, "./mvnw verify");
  }

  @Test
  void twoFirstUsesAtOnceBothGetTheResultFromOneBuild() {
    for (var answer : checkout.firstUses()) answer.exits(0).says(RESULT).withoutTraces();
    assertThat(checkout.firstUses())
        .filteredOn(answer -> answer.err().contains("atoll: building"))
        .as("uses that built")
        .hasSize(1);
  }

  @Test
  void theResultAloneIsOnStandardOutput() {
    assertThat(checkout.shell().type(Checkout.HELLO).exits(0).lines())
        .containsExactly(RESULT, "  argument     world");
  }

  @Test
  void mavenIsNotCalledAgain() throws IOException {
    var answer = checkout.shell().withoutMaven(checkout.folder("bin")).type(Checkout.HELLO);
    answer.exits(0).says(RESULT);
    assertThat(answer.err()).doesNotContain("building").doesNotContain("mvn");
  }

  @Test
  void fromAnyFolderTheCallersRelativePathsAreMeant() throws IOException {
    var elsewhere = checkout.folder("else where");
    Files.createDirectories(elsewhere.resolve("mine/hello"));
    for (var file : new String[] {"hello.yaml", "hello/hello.wasm"})
      Files.copy(
          checkout.root().resolve("examples").resolve(file),
          elsewhere.resolve("mine").resolve(file));
    checkout.shell().in(elsewhere).type("../atoll/atoll run mine/hello.yaml").exits(0).says(RESULT);
  }

  @Test
  void aLinkOfTheNameNunetIsTheSameProgram() throws IOException {
    var elsewhere = checkout.folder("links");
    Files.createSymbolicLink(elsewhere.resolve("nunet"), checkout.root().resolve("atoll"));
    checkout.shell().in(elsewhere).type("./nunet --help").exits(0).says("nunet");
  }

  @Test
  void runTellsInJsonWhoseExitCodeItGives() {
    var last = checkout.shell().type(Checkout.HELLO + " --json").exits(0).lines().getLast();
    assertThat(last).startsWith("{").contains("\"exit_code\":0");
  }
}
