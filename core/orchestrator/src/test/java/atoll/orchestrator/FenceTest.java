package atoll.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.ensemble.Ensemble;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.orchestrator.machine.Given;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may be done where nobody answers is not begun elsewhere as well. */
class FenceTest {
  private static final Duration LONG = Duration.ofMinutes(4); // and less than patience

  private final Network network = new Network();
  private final Lender first = network.lender(31, 2);
  private final Lender second = network.lender(32, 2);

  /** A task that takes its time, on a node, and a service on another that is started after it. */
  private static Ensemble taskAndService(String ofNode) {
    return Given.parsed(
        """
        version: "V1"
        allocations:
          work: {executor: "null", execution: {type: "null"}, type: task, %1$s}
          web: {executor: "null", execution: {type: "null"}, type: service, depends_on: [work], %1$s}
        nodes:
          n1: {allocations: [web, work]%2$s}
        """
            .formatted(Given.resources("0.5"), ofNode));
  }

  private Lender whoRuns(String key) {
    assertThat(List.of(first, second)).filteredOn(l -> l.running().contains(key)).hasSize(1);
    return first.running().contains(key) ? first : second;
  }

  /** Its task runs where nobody can reach it any more, and the rest is not provisioned. */
  private Lender cutOffInProvisioning(String ofNode) {
    var id = network.submit(taskAndService(ofNode));
    network.pass(Duration.ofSeconds(8));
    assertThat(network.see(id).status()).isEqualTo(DeploymentStatus.PROVISIONING);
    var host = whoRuns("n1.work");
    network.cutOff(host);
    return host;
  }

  private Lender other(Lender than) {
    return than == first ? second : first;
  }

  private EnsembleId id() {
    return network.orchestrator.list(network.grant).getFirst().id();
  }

  @Test
  void aTaskThatMayRunWhereNobodyAnswersIsNotBegunElsewhere() {
    var host = cutOffInProvisioning("");
    network.pass(LONG);
    assertThat(other(host).starts).doesNotContainKey("n1.work");
    assertThat(host.running()).contains("n1.work");
    assertThat(network.orchestrator.find(network.grant, id())).isPresent();
  }

  @Test
  void itIsBegunElsewhereOnceItsProviderHasGivenItBack() {
    var host = cutOffInProvisioning("");
    network.pass(Duration.ofMinutes(2));
    network.heal();
    network.pass(LONG.minusMinutes(2));
    assertThat(
            host.starts.getOrDefault("n1.work", 0) + other(host).starts.getOrDefault("n1.work", 0))
        .isEqualTo(2);
    assertThat(whoRuns("n1.work").running()).contains("n1.work");
  }

  @Test
  void aRestartOfTheOrchestratorForgetsNoFence() {
    var host = cutOffInProvisioning("");
    network.pass(Duration.ofMinutes(1));
    network.crash();
    network.pass(Duration.ofMinutes(2));
    assertThat(other(host).starts).doesNotContainKey("n1.work");
  }

  @Test
  void whoNeverReturnsEndsTheWaitForItWithThePatience() {
    var host = cutOffInProvisioning("");
    network.pass(Network.PATIENCE.plusSeconds(30));
    assertThat(network.see(id()).status()).isEqualTo(DeploymentStatus.FAILED);
    assertThat(network.see(id()).failure().orElseThrow().message())
        .contains("n1")
        .contains("silent");
    assertThat(other(host).starts).doesNotContainKey("n1.work");
    network.heal();
    network.pass(Duration.ofMinutes(6));
    assertThat(host.running()).isEmpty();
  }

  @Test
  void aShutdownIsNotKeptWaitingByAFence() {
    var host = cutOffInProvisioning("");
    network.pass(Duration.ofMinutes(1));
    network.orchestrator.shutdown(network.grant, id());
    network.pass(Duration.ofMinutes(1));
    assertThat(network.see(id()).status().ended()).isTrue();
    assertThat(host.running()).contains("n1.work");
    network.heal();
    network.pass(Duration.ofMinutes(6));
    assertThat(host.running()).isEmpty();
  }

  @Test
  void whatMayBePlacedAgainAtAnyTimeIs() {
    var host = cutOffInProvisioning(", failure_recovery: redeploy");
    network.pass(LONG);
    assertThat(other(host).running()).contains("n1.work");
  }
}
