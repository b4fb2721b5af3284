package atoll.acceptance.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.acceptance.terminal.Checkout;
import atoll.kernel.tls.TestCertificate;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code ./atoll infernet} with keys and TLS, and the commands that look at it. */
@ExtendWith(Checkout.Shared.class)
@Timeout(600)
class SecuredNodeTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Checkout checkout;

  SecuredNodeTest(Checkout checkout) {
    this.checkout = checkout;
  }

  @Test
  void commandsOfItsMachineReachItAndNoKeyIsPrinted() throws Exception {
    var folder = Files.createTempDirectory(checkout.folder("infernet"), "secured-");
    var files = TestCertificate.ofAnotherNameIn(folder);
    var keys = Files.writeString(folder.resolve("keys"), "sesame-0123456789\n");
    var config =
        Files.writeString(
            folder.resolve("config.json"),
            """
            {"startup_wait": 0, "server": {"port": 0, "api_keys_file": "%s",
              "tls": {"certificate": "%s", "private_key": "%s"}}}
            """
                .formatted(keys, files.certificate(), files.privateKey()));
    try (var running =
        checkout
            .shell()
            .begin(
                "./atoll infernet --config %s --data %s --address 127.0.0.1"
                    .formatted(config, folder.resolve("data")))) {
      running.until(
          "it says where it serves", SOON, () -> running.out().contains("https://127.0.0.1:"));
      checkout.shell().type("./atoll ps").exits(0).withoutTraces();
      checkout.shell().type("./atoll earnings").exits(0).withoutTraces();
      checkout.shell().type("./atoll doctor --infernet " + config).exits(0).withoutTraces();
      running.signal("TERM").end(SOON).exits(0).withoutTraces();
      assertThat(running.out()).doesNotContain("sesame");
    }
  }
}
