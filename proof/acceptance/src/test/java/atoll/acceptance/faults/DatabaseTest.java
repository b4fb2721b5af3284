package atoll.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.acceptance.terminal.Checkout;
import atoll.acceptance.terminal.Ports;
import atoll.acceptance.terminal.Running;
import atoll.acceptance.terminal.Shell;
import atoll.journal.postgresql.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node that keeps its state in PostgreSQL, and both of them killed. */
@ExtendWith(Checkout.Shared.class)
@Timeout(900)
class DatabaseTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Pattern HINT = Pattern.compile("actor cmd (\\S*onboard .*?)   ");

  private final Shell shell;
  private final Path file;

  DatabaseTest(Checkout checkout) throws IOException {
    this.shell =
        checkout
            .shell()
            .with("HOME", checkout.folder("database-home").toString())
            .with("DMS_PASSPHRASE", "a passphrase");
    this.file = Files.writeString(checkout.folder("database").resolve("lasting.yaml"), LASTING);
  }

  @Test
  void aNodeLosesNothingWithItsDatabaseAndSaysWhenItCannotKeepAnything() throws Exception {
    Ports.waitUntilFree(9999);
    for (var name : new String[] {"user", "dms"}) shell.type("./atoll cap new " + name).exits(0);
    shell.type("./atoll cap anchor --context dms --root \"$(./atoll key did user)\"").exits(0);
    try (var cluster = Cluster.start()) {
      var command = "./atoll node --database '" + cluster.newDatabase() + "'";
      try (var node = begin(command)) {
        var hint = HINT.matcher(node.out() + node.err());
        assertThat(hint.find()).isTrue();
        shell.type("./atoll actor cmd " + hint.group(1)).exits(0);
        shell.type("./atoll deploy " + file).exits(0).withoutTraces();
        cluster.kill();
        shell.type("./atoll deploy " + file).exits(4).adds("the database").withoutTraces();
        shell.type("./atoll ps").exits(0).says("Running");
        cluster.begin();
        shell.type("./atoll deploy " + file).exits(0).withoutTraces();
        node.signal("KILL").end(MINUTE);
      }
      try (var node = begin(command)) { // lends what it lent, without being asked
        Awaitility.await("both run")
            .atMost(MINUTE)
            .until(
                () -> shell.type("./atoll ps").exits(0).out().split("Running", -1).length - 1 == 2);
        node.pressControlC().end(MINUTE).exits(0).withoutTraces();
      }
    }
  }

  private Running begin(String command) {
    var node = shell.begin(command);
    return node.until("it says where it answers", MINUTE, () -> node.out().contains("http"));
  }

  private static final String LASTING =
      """
      version: "V1"
      allocations:
        lasting:
          executor: "null"
          type: service
          resources: {cpu: {cores: 0.1}, ram: {size: 32 MiB}, disk: {size: 8 MiB}}
          execution: {type: "null"}
      nodes:
        n1: {allocations: [lasting]}
      """;
}
