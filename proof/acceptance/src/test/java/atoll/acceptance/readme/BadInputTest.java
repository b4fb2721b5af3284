package atoll.acceptance.readme;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.acceptance.terminal.Answer;
import atoll.acceptance.terminal.Checkout;
import atoll.acceptance.terminal.Dev;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What goes wrong on the command line: said in words, with the exit code that README names. */
@ExtendWith(Checkout.Shared.class)
@Timeout(900)
class BadInputTest {
  private final Checkout checkout;

  BadInputTest(Checkout checkout) {
    this.checkout = checkout;
  }

  @Test
  void aMissingFileExits1AndIsNamed() {
    type("./atoll run examples/absent.yaml").exits(1).adds("examples/absent.yaml");
  }

  @Test
  void anInvalidFileExits1AndTellsEveryProblemWithItsPlace() throws IOException {
    var file = checkout.folder("bad").resolve("bad.yaml");
    Files.writeString(
        file,
        """
        version: "V1"
        allocations:
          web: {executor: docker, type: service}
          WEB: {executor: dokcer, type: task}
        nodes:
          n1: {allocations: [web, other]}
        """);
    type("./atoll run " + file)
        .exits(1)
        .adds("bad.yaml:3:")
        .adds("bad.yaml:4:")
        .adds("bad.yaml:6:");
    type("./atoll validate " + file).exits(1);
  }

  @Test
  void anAliasBombDiesInTheParser() throws IOException {
    var bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (char c = 'b'; c <= 'j'; c++)
      bomb.append(
          "%1$c: &%1$c [*%2$c, *%2$c, *%2$c, *%2$c, *%2$c, *%2$c, *%2$c, *%2$c, *%2$c]\n"
              .formatted(c, c - 1));
    var file = Files.writeString(checkout.folder("bad").resolve("bomb.yaml"), bomb);
    assertThat(type("./atoll run " + file).exits(1).took()).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void aWordThatIsNoCommandExits1AndTheRightOneIsSuggested() {
    type("./atoll deplyo examples/web.yaml").exits(1).adds("deploy");
  }

  @Test
  void withoutANodeEveryCommandThatNeedsOneExits6WithAdvice() {
    for (var command :
        new String[] {"ps", "plan examples/web.yaml", "logs web.web", "shutdown abc"})
      elsewhere("./atoll " + command).exits(6).adds("atoll dev");
  }

  @Test
  void whatExceedsThePrivateNetworkExits2WithTheFix() {
    var answer = type("./atoll run examples/impossible.yaml").exits(2);
    assertThat(answer.out() + answer.err()).contains("What would place it");
  }

  @Test
  void aPortInUseIsSaidAndTheNetworkThatHasItGoesOn() {
    var shell = checkout.shell();
    try (var dev = Dev.start(shell, "./atoll dev --nodes 1 --port 0")) {
      var second = shell.type("./atoll dev --port " + dev.port()).withoutTraces();
      assertThat(second.exitCode()).isNotZero();
      second.adds("port " + dev.port()).adds("in use");
      shell.type("./atoll ps").exits(0);
      dev.stop().exits(0);
    }
  }

  @Test
  void aNetworkThatWasKilledIsNoticedAndTheNextOneTakesItsPlace() {
    var shell = checkout.shell();
    try (var dev = Dev.start(shell, "./atoll dev --nodes 1 --port 0")) {
      var children = dev.running().process().descendants().toList();
      dev.running().signal("KILL").end(Duration.ofSeconds(10));
      assertThat(dev.file()).exists();
      shell.type("./atoll ps").exits(6).adds("has ended").adds("atoll dev").withoutTraces();
      dev.running().close();
      org.awaitility.Awaitility.await("its children end by themselves")
          .atMost(Duration.ofSeconds(20))
          .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }
    try (var dev = Dev.start(shell, "./atoll dev --nodes 1 --port 0")) {
      shell.type("./atoll ps").exits(0);
      dev.stop().exits(0);
    }
  }

  private Answer type(String command) {
    return checkout.shell().type(command).withoutTraces();
  }

  /** In a home where no network was ever started. */
  private Answer elsewhere(String command) {
    try {
      return checkout
          .shell()
          .with("HOME", checkout.folder("empty-home").toString())
          .type(command)
          .withoutTraces();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
