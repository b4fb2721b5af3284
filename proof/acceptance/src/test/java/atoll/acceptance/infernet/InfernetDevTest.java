package atoll.acceptance.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.acceptance.terminal.Checkout;
import atoll.acceptance.terminal.Shell;
import atoll.chain.Addresses;
import atoll.chain.Anvil;
import atoll.chain.infernet.InfernetContracts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a person types before there is a configuration. */
@ExtendWith(Checkout.Shared.class)
@Timeout(900)
class InfernetDevTest {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Pattern REGISTRY = Pattern.compile("registry +(0x[0-9a-fA-F]{40})");
  private static final String FIRST_ACCOUNT =
      "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

  private final Checkout checkout;
  private Path folder;
  private Shell shell;

  InfernetDevTest(Checkout checkout) {
    this.checkout = checkout;
  }

  @BeforeEach
  void prepare() throws Exception {
    folder = Files.createTempDirectory(checkout.folder("infernet"), "dev-");
    shell = checkout.shell().with("ATOLL_ANVIL", Anvil.binary().toString());
  }

  @Test
  void aPaidSubscriptionIsServedBeforeOnesEyes() {
    try (var running = shell.begin("./atoll infernet --dev --port 0")) {
      running.until(
          "the last interval is paid",
          SOON,
          () -> running.out().contains("Interval 3 delivered; the node has earned 0.27 ether"));
      var anvil = running.process().children().toList();
      running.pressControlC().end(SOON).exits(0).withoutTraces();
      assertThat(anvil).noneMatch(ProcessHandle::isAlive);
    }
  }

  @Test
  void aConfigurationIsWrittenOnceAndSaysWhatItLacks() {
    var config = folder.resolve("config.json");
    shell
        .type("./atoll infernet init --config " + config + " --rpc http://127.0.0.1:1")
        .exits(0)
        .says("Wrote " + config)
        .adds("Missing:")
        .adds("registry_address")
        .withoutTraces();
    shell
        .type("./atoll infernet init --config " + config)
        .exits(1)
        .adds("is there already")
        .withoutTraces();
  }

  @Test
  void contractsAreDeployedAndFoundByTheirRegistry() throws Exception {
    try (var anvil = Anvil.start()) {
      var command = "./atoll chain deploy --rpc " + anvil.url();
      shell.type(command).exits(1).adds("ATOLL_CHAIN_KEY").withoutTraces();
      shell
          .with("ATOLL_CHAIN_KEY", "secret")
          .type(command)
          .exits(1)
          .adds("not 64 hex digits")
          .withoutTraces();
      var made = shell.with("ATOLL_CHAIN_KEY", FIRST_ACCOUNT).type(command).exits(0);
      var registry = REGISTRY.matcher(made.out());
      assertThat(registry.find()).isTrue();
      var found = InfernetContracts.find(anvil.rpc(), Addresses.parse(registry.group(1)));
      assertThat(made.out()).contains(found.at().coordinator().toString());
    }
  }
}
