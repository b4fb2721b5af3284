package atoll.acceptance.readme;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.acceptance.terminal.Answer;
import atoll.acceptance.terminal.Checkout;
import atoll.acceptance.terminal.Dev;
import atoll.acceptance.terminal.Docker;
import atoll.acceptance.terminal.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** README's tour, typed from its first line to its last, just as it stands there. */
@ExtendWith(Checkout.Shared.class)
@Timeout(900)
class TourTest {
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{32})\"");
  private final Checkout checkout;
  private final Docker docker;
  private String deployment = "none yet";

  TourTest(Checkout checkout) {
    this.checkout = checkout;
    this.docker = new Docker(checkout.shell()).required();
  }

  @Test
  void everyLineDoesWhatItSays() {
    var commands = new ArrayList<>(checkout.readme().section("A tour"));
    assertThat(commands.removeFirst()).isEqualTo("examples/web/build-image");
    checkout.shell().type("examples/web/build-image").exits(0).says("atoll-example-web");
    assertThat(commands.removeFirst()).isEqualTo("./atoll dev");
    checkout.shell().type("./atoll ps").exits(6);
    Ports.waitUntilFree(9999, 16480);
    try (var dev = Dev.start(checkout.shell(), "./atoll dev")) {
      dev.running().until("its file is there", Duration.ofSeconds(10), dev.file().toFile()::exists);
      for (var command : commands) step(command);
      dev.stop().exits(0);
    }
    assertThat(docker.containersOf(deployment)).isEmpty();
  }

  private void step(String command) {
    switch (command) {
      case "./atoll plan examples/web.yaml" ->
          type(command).exits(0).says("It fits").says("web.web").says("outscored");
      case "./atoll deploy examples/web.yaml" -> {
        type(command).exits(0).says("Running").says("16480->80");
        var ids = ID.matcher(type("./atoll ps --json").exits(0).out());
        assertThat(ids.find()).isTrue();
        deployment = ids.group(1);
        assertThat(docker.containersOf(deployment)).hasSize(1);
      }
      case "curl http://127.0.0.1:16480/" ->
          type(command).exits(0).says("Hello from a container on Atoll");
      case "./atoll ps" ->
          type(command).exits(0).says(deployment.substring(0, 12)).says("web.web").says("running");
      case "./atoll logs -f web.web" -> follow(command);
      case "./atoll explain ID" ->
          type(command.replace("ID", deployment.substring(0, 8))).exits(0).says("outscored");
      case "./atoll shutdown ID" -> {
        type(command.replace("ID", deployment.substring(0, 8))).exits(0);
        assertThat(docker.containersOf(deployment)).isEmpty();
        type("curl -s http://127.0.0.1:16480/").exits(7);
        type("./atoll shutdown " + deployment).withoutTraces();
      }
      case "./atoll deploy examples/impossible.yaml" -> {
        var answer = type(command).exits(2).says("Nearest miss").says("What would place it");
        assertThat(answer.took()).as("it is refused at once").isLessThan(Duration.ofSeconds(20));
      }
      default -> throw new AssertionError("README has a command that nobody tries: " + command);
    }
  }

  private Answer type(String command) {
    return checkout.shell().type(command, Duration.ofMinutes(2)).withoutTraces();
  }

  /** Looks until there is something to see, then ^C stops looking and nothing else. */
  private void follow(String command) {
    try (var logs = checkout.shell().begin(command)) {
      logs.until(
          "the request of before is seen",
          Duration.ofSeconds(30),
          () -> (logs.out() + logs.err()).contains("response:200"));
      var answer = logs.pressControlC().end(Duration.ofSeconds(20)).withoutTraces();
      assertThat(answer.exitCode()).isIn(0, 130);
    }
    type("curl -s http://127.0.0.1:16480/").exits(0);
  }
}
