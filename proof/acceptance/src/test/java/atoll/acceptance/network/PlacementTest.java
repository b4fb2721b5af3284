package atoll.acceptance.network;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.DeploymentStatus;
import atoll.kernel.ErrorCode;
import atoll.orchestrator.machine.Why;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where a deployment goes, and where it must not. */
class PlacementTest extends Scenario {
  private static final String REJECT_GERMANY = "location: {reject: [{continent: EU, country: DE}]}";

  @Test
  @DisplayName("A29: a location's reject list excludes a provider that matches")
  void aRejectedLocationIsNotUsed() {
    var berlin = stage.host();
    var sydney = stage.host(HostSpec.ORDINARY.at("OC", "AU", "Sydney"));
    var id = stage.deploy(new Asked().service("s1", "1").node("n1", "s1", REJECT_GERMANY));
    assertThat(stage.hostOf(id, "n1.s1")).isEqualTo(sydney);
    assertThat(stage.view(id).why().explanations())
        .filteredOn(e -> e.provider().equals(berlin.id()))
        .flatExtracting(Why.Explained::reasons)
        .extracting(Why.Because::code)
        .containsExactly("location_rejected");
  }

  @Test
  @DisplayName("A29: if every provider is rejected, nothing runs")
  void nobodyLeftIsARefusal() {
    stage.host();
    var id = stage.deploy(new Asked().service("s1", "1").node("n1", "s1", REJECT_GERMANY));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(stage.view(id).failure().orElseThrow().code()).isEqualTo(ErrorCode.NOT_PLACED);
    assertThat(stage.hosts().getFirst().executor().starts()).isEmpty();
  }

  @Test
  void aProviderThatDoesNotSayWhereItIsMatchesNoAcceptList() {
    stage.host(HostSpec.ORDINARY.at("", "", ""));
    var id =
        stage.deploy(
            new Asked()
                .service("s1", "1")
                .node("n1", "s1", "location: {accept: [{continent: EU}]}"));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(stage.view(id).why().explanations())
        .flatExtracting(Why.Explained::reasons)
        .extracting(Why.Because::code)
        .containsExactly("location_unknown");
  }

  @Test
  @DisplayName("A29: an excluded peer is not used")
  void anExcludedPeerIsNotUsed() {
    var one = stage.host();
    var other = stage.host();
    var id = stage.deploy(Asked.services(1, "1").with("exclude_peers: [" + one.peer() + "]"));
    assertThat(stage.hostOf(id, "n1.s1")).isEqualTo(other);
    assertThat(one.executor().starts()).isEmpty();
  }

  @Test
  @DisplayName("A30: Berlin to Sydney within 50 ms is refused without being measured")
  void farFasterThanLightIsRefused() {
    var berlin = stage.host();
    var sydney = stage.host(HostSpec.ORDINARY.at("OC", "AU", "Sydney"));
    var id =
        stage.deploy(
            new Asked()
                .service("s1", "1")
                .service("s2", "1")
                .node("n1", "s1", "peer: " + berlin.peer())
                .node("n2", "s2", "peer: " + sydney.peer())
                .with("edge_constraints: [{S: n1, T: n2, RTT: 50}]"));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(stage.view(id).failure().orElseThrow().code()).isEqualTo(ErrorCode.NOT_PLACED);
    var nearest = stage.view(id).why().refusal().orElseThrow().nearestMiss().orElseThrow();
    assertThat(nearest.codes()).containsExactly("edge_too_far");
    assertThat(nearest.sentence()).contains("at least 160.3 ms");
  }

  @Test
  @DisplayName("A30: Berlin to Munich within 50 ms is measured, and accepted")
  void nearEnoughIsMeasuredAndAccepted() {
    var berlin = stage.host();
    var munich = stage.host(HostSpec.ORDINARY.at("EU", "DE", "Munich"));
    stage.links().roundTrip(berlin.peer(), munich.peer(), Duration.ofMillis(12));
    var id = stage.submit(apart(50));
    stage.pass(Duration.ofSeconds(1));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(stage.hostOf(id, "n1.s1")).isNotEqualTo(stage.hostOf(id, "n2.s2"));
  }

  @Test
  void aLinkThatIsMeasuredTooSlowIsRefusedWithWhatWasMeasured() {
    var berlin = stage.host();
    var munich = stage.host(HostSpec.ORDINARY.at("EU", "DE", "Munich"));
    stage.links().roundTrip(berlin.peer(), munich.peer(), Duration.ofMillis(80));
    var id = stage.submit(apart(50));
    stage.pass(Duration.ofSeconds(5));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.FAILED);
    var nearest = stage.view(id).why().refusal().orElseThrow().nearestMiss().orElseThrow();
    assertThat(nearest.codes()).containsExactly("edge_too_slow");
    assertThat(nearest.sentence()).contains("takes 80.0 ms");
  }

  @Test
  @DisplayName("A31: a pinned node runs on its peer, and nobody else bids for it")
  void aPinnedNodeRunsThere() {
    var small = stage.host();
    stage.host(HostSpec.ORDINARY.cores(16));
    var id = stage.deploy(new Asked().service("s1", "1").node("n1", "s1", "peer: " + small.peer()));
    assertThat(stage.hostOf(id, "n1.s1")).isEqualTo(small);
    assertThat(stage.view(id).why().explanations()).as("only the pinned peer was asked").isEmpty();
  }

  @Test
  void aPinnedNodeAndAFreeOneMayShareAProvider() {
    for (int seed = 0; seed < 20; seed++) {
      try (var fresh = new Stage(folder.resolve("seed-" + seed), seed)) {
        var only = fresh.host();
        var id =
            fresh.deploy(
                new Asked()
                    .service("s1", "0.5")
                    .service("s2", "0.5")
                    .node("n1", "s1", "peer: " + only.peer())
                    .node("n2", "s2"));
        assertThat(fresh.statuses(id))
            .as("with seed %d", seed)
            .endsWith(DeploymentStatus.RUNNING)
            .doesNotContain(DeploymentStatus.FAILED);
        assertThat(fresh.events(id, atoll.orchestrator.machine.DeploymentEvent.BidsCollected.class))
            .as("rounds with seed %d", seed)
            .hasSize(1);
        fresh.shutDown(id);
      }
    }
  }

  @Test
  void aPeerThatIsNotThereIsWaitedFor() {
    stage.host();
    var absent = stage.host();
    stage.links().disconnect(absent.peer());
    var id =
        stage.submit(new Asked().service("s1", "1").node("n1", "s1", "peer: " + absent.peer()));
    stage.pass(Duration.ofSeconds(30));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.GENERATING);
    stage.links().heal();
    stage.pass(Duration.ofSeconds(10));
    assertThat(stage.hostOf(id, "n1.s1")).isEqualTo(absent);
  }

  /** Two services on nodes too big for one host together, with a bound between them. */
  private static Asked apart(int millis) {
    return Asked.services(2, "1.5").with("edge_constraints: [{S: n1, T: n2, RTT: " + millis + "}]");
  }
}
