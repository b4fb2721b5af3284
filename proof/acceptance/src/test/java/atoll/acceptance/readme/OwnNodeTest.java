package atoll.acceptance.readme;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.acceptance.terminal.Checkout;
import atoll.acceptance.terminal.Ports;
import atoll.acceptance.terminal.Running;
import atoll.acceptance.terminal.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** README's section about a node of one's own, typed line by line in a home without any keys. */
@ExtendWith(Checkout.Shared.class)
@Timeout(900)
class OwnNodeTest {
  private static final Pattern HINT = Pattern.compile("actor cmd \\S*onboard (.*?)   ");
  private final Checkout checkout;
  private final Shell shell;

  OwnNodeTest(Checkout checkout) throws IOException {
    this.checkout = checkout;
    this.shell =
        checkout
            .shell()
            .with("HOME", checkout.folder("own-home").toString())
            .with("DMS_PASSPHRASE", "a passphrase");
  }

  @Test
  void everyLineDoesWhatItSays() {
    Ports.waitUntilFree(9999);
    var commands = checkout.readme().section("A node of your own");
    int node = commands.indexOf("./atoll node");
    assertThat(node).isPositive();
    for (var command : commands.subList(0, node)) shell.type(command).withoutTraces().exits(0);
    try (var running = shell.begin(commands.get(node))) {
      running.until(
          "it says where it answers", Duration.ofMinutes(1), () -> running.out().contains("http"));
      for (var command : commands.subList(node + 1, commands.size())) step(command, running);
      shell.type("./atoll actor cmd --context user /dms/node/peers/self").exits(0).withoutTraces();
      running.pressControlC().end(Duration.ofSeconds(45)).exits(0).withoutTraces();
    }
    assertThat(shellHome().resolve(".atoll/node.json")).doesNotExist();
    assertThat(permissions(".nunet/key/dms.json")).isEqualTo("rw-------");
    assertThat(permissions(".nunet/cap/dms.cap")).isEqualTo("rw-------");
  }

  private void step(String command, Running node) {
    var answer = shell.type(command).withoutTraces();
    if (command.contains("/onboard") && answer.out().contains("is not between 10 % and 90 %")) {
      // a machine with so much or so little memory: the node itself says what may be lent
      var hint = HINT.matcher(node.out() + node.err());
      assertThat(hint.find()).isTrue();
      answer = shell.type(command.replaceFirst("-C .*", hint.group(1)));
    }
    answer.exits(0);
    if (command.endsWith("/deployment/list"))
      Awaitility.await("the task that was deployed is completed")
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> shell.type(command).out().contains("\"Completed\""));
  }

  private Path shellHome() {
    return Path.of(shell.environment().get("HOME"));
  }

  private String permissions(String file) {
    try {
      return PosixFilePermissions.toString(
          Files.getPosixFilePermissions(shellHome().resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
