package atoll.acceptance.readme;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.acceptance.terminal.Checkout;
import atoll.acceptance.terminal.Dev;
import atoll.acceptance.terminal.Docker;
import atoll.acceptance.terminal.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** ^C at any moment ends everything that was begun, and leaves nothing behind. */
@ExtendWith(Checkout.Shared.class)
@Timeout(900)
class InterruptTest {
  private static final Duration ENDED = Duration.ofSeconds(45);
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{32})\"");
  private final Checkout checkout;
  private final Docker docker;

  InterruptTest(Checkout checkout) {
    this.checkout = checkout;
    this.docker = new Docker(checkout.shell()).required();
  }

  @Test
  void endingDevEndsItsContainersAndChildren() throws IOException {
    var shell = checkout.shell();
    shell.type("examples/web/build-image").exits(0);
    var file = web(0);
    try (var dev = Dev.start(shell, "./atoll dev --nodes 2 --port 0")) {
      shell.type("./atoll deploy " + file).exits(0).withoutTraces();
      var ids = ID.matcher(shell.type("./atoll ps --json").exits(0).out());
      assertThat(ids.find()).isTrue();
      assertThat(docker.containersOf(ids.group(1))).hasSize(1);
      dev.stop().exits(0).withoutTraces();
      assertThat(docker.containersOf(ids.group(1))).isEmpty();
    }
    assertThat(leftOvers()).isEmpty();
  }

  @Test
  void endingDevWhileItIsStartingLeavesNothing() throws IOException {
    for (int millis : new int[] {50, 400, 800}) {
      try (var dev = checkout.shell().begin("./atoll dev --port 0")) {
        dev.until(millis + " ms have passed", ENDED, passed(dev, millis));
        var answer = dev.pressControlC().end(ENDED).withoutTraces();
        assertThat(answer.exitCode()).as("of%n%s", answer).isIn(0, 130);
      }
      assertThat(checkout.home().resolve(".atoll/dev.json")).doesNotExist();
    }
    assertThat(leftOvers()).isEmpty();
  }

  @Test
  void endingARunEndsWhatItRuns() throws IOException {
    var file = Files.writeString(checkout.folder("lasting").resolve("lasting.yaml"), LASTING);
    try (var run = checkout.shell().begin("./atoll run " + file)) {
      run.until("it runs", ENDED, () -> run.err().contains("Running"));
      var children = run.process().descendants().toList();
      run.pressControlC().end(ENDED).exits(130).withoutTraces();
      assertThat(children).noneMatch(ProcessHandle::isAlive);
    }
    assertThat(leftOvers()).isEmpty();
  }

  @Test
  void endingARunOfAContainerEndsTheContainer() throws IOException {
    checkout.shell().type("examples/web/build-image").exits(0);
    var file = web(0);
    try (var run = checkout.shell().begin("./atoll run --json " + file)) {
      run.until("it runs", ENDED, () -> run.out().contains("\"running\""));
      run.pressControlC().end(ENDED).exits(130).withoutTraces();
    }
    assertThat(docker.shell().type("docker ps -aq --filter name=acceptance-web").exits(0).out())
        .isEmpty();
    assertThat(leftOvers()).isEmpty();
  }

  private static java.util.function.BooleanSupplier passed(Running running, int millis) {
    return () -> System.nanoTime() - running.begun() > millis * 1_000_000L;
  }

  /** README's web service under a name of its own, on a public port that is free. */
  private Path web(int port) throws IOException {
    var text =
        Files.readString(checkout.root().resolve("examples/web.yaml"))
            .replace("public: 16480", "public: " + port)
            .replaceAll("\\bweb:", "acceptance-web:")
            .replaceAll("\\[web\\]", "[acceptance-web]")
            .replace("allocation: web}", "allocation: acceptance-web}");
    return Files.writeString(checkout.folder("web").resolve("web.yaml"), text);
  }

  /** Work folders of networks, which each deletes when it ends. */
  private List<Path> leftOvers() throws IOException {
    var work = checkout.home().resolve(".atoll/work");
    if (!Files.exists(work)) return List.of();
    try (var folders = Files.list(work)) {
      return folders.toList();
    }
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
