package atoll.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atoll.acceptance.terminal.Checkout;
import atoll.acceptance.terminal.Docker;
import atoll.dms.api.LogRequest;
import atoll.kernel.AllocationStatus;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code kill -9} of a whole network, which is then started again on its folder. */
@ExtendWith(Checkout.Shared.class)
@Timeout(900)
class KillTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private final Checkout checkout;
  private Path data;

  KillTest(Checkout checkout) {
    this.checkout = checkout;
    var _ = new Docker(checkout.shell()).required();
  }

  @BeforeEach
  void makeFolder() throws Exception {
    data = Files.createTempDirectory(checkout.folder("kept"), "data-");
    checkout.shell().type("examples/web/build-image").exits(0);
  }

  @Test
  @DisplayName("A41, A34: what runs outlives its network, and is taken up again, not restarted")
  void aCountingServiceOutlivesItsNetworkAndLosesNoLine() throws Exception {
    var shell = checkout.shell();
    var engine = Engine.from(shell);
    EnsembleId id;
    String before;
    try (var network = KeptNetwork.start(shell, data)) {
      id = network.api().submit("counter", Ensembles.counter(), SOON);
      awaitStatus(network, id, DeploymentStatus.RUNNING);
      before = engine.identity(id.value());
      network.kill();
    }
    assertThat(engine.identity(id.value())).isEqualTo(before);
    try (var network = KeptNetwork.start(shell, data)) {
      awaitStatus(network, id, DeploymentStatus.RUNNING);
      assertThat(engine.identity(id.value())).isEqualTo(before);
      assertThat(network.api().submit("counter", Ensembles.counter(), SOON)).isEqualTo(id);
      var lines = lines(network, id, 60);
      assertThat(lines).isEqualTo(IntStream.rangeClosed(1, lines.size()).boxed().toList());
      network.api().shutdown(id);
      awaitStatus(network, id, DeploymentStatus.COMPLETED);
      assertNothingIsHeld(network);
    }
    assertThat(engine.starts(id.value()).values()).containsExactly(1);
    assertThat(new Docker(shell).containersOf(id.value())).isEmpty();
  }

  @Test
  void aTaskThatEndedWhileItsNetworkWasDeadIsReportedOnceAndNotRunAgain() throws Exception {
    var shell = checkout.shell();
    var engine = Engine.from(shell);
    EnsembleId id;
    try (var network = KeptNetwork.start(shell, data)) {
      id = network.api().submit("task", Ensembles.shortTask(), SOON);
      await().atMost(SOON).until(() -> !engine.starts(id.value()).isEmpty());
      network.kill();
    }
    await()
        .atMost(SOON)
        .until(
            () -> shell.type("docker ps -q --filter name=" + id.value()).exits(0).out().isEmpty());
    try (var network = KeptNetwork.start(shell, data)) {
      awaitStatus(network, id, DeploymentStatus.COMPLETED);
      var allocation = network.api().deployment(id).orElseThrow().allocations().getFirst();
      assertThat(allocation.status()).isEqualTo(AllocationStatus.FAILED);
      assertThat(allocation.exitCode()).hasValue(3);
      assertNothingIsHeld(network);
    }
    assertThat(engine.starts(id.value()).values()).containsExactly(1);
  }

  @Test
  void aSecondProcessOnTheFolderIsRefusedAndTheFirstGoesOn() throws Exception {
    var shell = checkout.shell();
    try (var network = KeptNetwork.start(shell, data)) {
      shell
          .type("./atoll dev --port 0 --data " + data)
          .exits(4)
          .adds(data.toString())
          .withoutTraces();
      assertThat(network.api().deployments()).isEmpty();
      network.kill();
    }
    try (var network = KeptNetwork.start(shell, data)) { // the lock went with its process
      assertThat(network.api().deployments()).isEmpty();
    }
  }

  private static void awaitStatus(KeptNetwork network, EnsembleId id, DeploymentStatus status) {
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(network.api().deployment(id).orElseThrow().status()).isEqualTo(status));
  }

  private static List<Integer> lines(KeptNetwork network, EnsembleId id, int count)
      throws InterruptedException {
    var text = new StringBuilder();
    var request = new LogRequest(LogRequest.Stream.STDOUT, 0, true);
    var _ =
        network
            .api()
            .logs(
                id,
                "n.work",
                request,
                chunk -> {
                  text.append(chunk.text());
                  return text.chars().filter(c -> c == '\n').count() < count;
                });
    var lines = new ArrayList<Integer>();
    for (var line : text.substring(0, text.lastIndexOf("\n")).lines().toList())
      lines.add(Integer.valueOf(line));
    return lines;
  }

  private static void assertNothingIsHeld(KeptNetwork network) {
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(network.api().providers())
                .allSatisfy(p -> assertThat(p.free()).isEqualTo(p.total())));
  }
}
