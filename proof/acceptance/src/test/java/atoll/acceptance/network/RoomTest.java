package atoll.acceptance.network;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.DeploymentStatus;
import atoll.kernel.ErrorCode;
import atoll.orchestrator.machine.DeploymentEvent;
import atoll.orchestrator.machine.Why;
import atoll.workload.Exit;
import atoll.workload.Readiness;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What happens where there is not enough room: never, later, or not for this one. */
class RoomTest extends Scenario {

  @Test
  void whatExceedsEveryProviderIsRefusedAtOnceWithTheFix() {
    stage.host();
    stage.host(HostSpec.ORDINARY.cores(4));
    var begun = stage.now();
    var id = stage.deploy(Asked.services(1, "8"));
    assertThat(stage.now()).isEqualTo(begun);
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(stage.view(id).failure().orElseThrow().code()).isEqualTo(ErrorCode.NOT_PLACED);
    var refusal = stage.view(id).why().refusal().orElseThrow();
    assertThat(refusal.nearestMiss().orElseThrow().provider()).isEqualTo(stage.hosts().get(1).id());
    assertThat(refusal.fix().orElseThrow()).contains("4 cores");
    assertThat(stage.view(id).why().explanations())
        .hasSize(2)
        .allSatisfy(e ->
            assertThat(e.reasons())
                .anySatisfy(r -> assertThat(r.code()).isEqualTo("not_enough_cpu")));
  }

  @Test
  void whatNeedsAnExecutorThatNobodyHasIsRefusedAtOnce() {
    stage.host().executor().readiness(new Readiness.NotReady("it is broken"));
    var id = stage.deploy(service());
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(stage.view(id).why().explanations())
        .flatExtracting(Why.Explained::reasons)
        .singleElement()
        .satisfies(reason -> {
          assertThat(reason.code()).isEqualTo("executor_missing");
          assertThat(reason.sentence()).contains("executor null is needed");
        });
  }

  @Test
  void whatWaitsForRoomRunsWhenRoomComesAndNotAtTheNextTick() {
    stage.host();
    var first = stage.deploy(Asked.services(1, "2"));
    var second = stage.deploy(service());
    assertThat(stage.status(second)).isEqualTo(DeploymentStatus.GENERATING);
    assertThat(stage.events(second, DeploymentEvent.WaitingForRoom.class)).isNotEmpty();
    var now = stage.now();
    stage.shutDown(first);
    assertThat(stage.status(second)).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(stage.now()).isEqualTo(now);
  }

  @Test
  void roomThatPartOfADeploymentGivesBackIsUsedAtOnce() {
    var host = stage.host();
    var first =
        stage.deploy(
            new Asked().service("stays", "0.5").service("goes", "1.5").node("n1", "stays, goes"));
    var second = stage.deploy(service());
    assertThat(stage.status(second)).isEqualTo(DeploymentStatus.GENERATING);
    host.executor().end(stage.allocation(first, "n1.goes").id(), new Exit.Exited(0));
    stage.settle();
    assertThat(stage.status(first)).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(stage.status(second)).isEqualTo(DeploymentStatus.RUNNING);
  }

  @Test
  void whatWaitsIsFoundByTheTickIfNobodyTellsThatRoomCame() {
    var waiting = stage.submit(service());
    stage.settle();
    assertThat(stage.status(waiting)).isEqualTo(DeploymentStatus.GENERATING);
    stage.host();
    stage.pass(Duration.ofSeconds(10));
    assertThat(stage.status(waiting)).isEqualTo(DeploymentStatus.RUNNING);
  }

  @Test
  void waitingLongFillsNoMemoryWithTheSameNews() {
    stage.host();
    stage.deploy(Asked.services(1, "2"));
    var waiting = stage.submit(service(), Duration.ofHours(1));
    stage.pass(Duration.ofMinutes(59));
    assertThat(stage.status(waiting)).isEqualTo(DeploymentStatus.GENERATING);
    assertThat(stage.events(waiting)).hasSizeLessThan(10);
  }

  @Test
  void manyThatWaitAllRunOneAfterTheOther() {
    var host = stage.host();
    var ids = new java.util.ArrayList<atoll.kernel.EnsembleId>();
    for (int i = 0; i < 6; i++) ids.add(stage.submit(Asked.services(1, "1")));
    stage.settle();
    for (int i = 0; i < 6; i++) {
      var running =
          ids.stream().filter(id -> stage.status(id) == DeploymentStatus.RUNNING).toList();
      assertThat(running).hasSize(Math.min(2, 6 - i));
      assertThat(host.executor().running()).isEqualTo(running.size());
      stage.shutDown(running.getFirst());
      stage.pass(Duration.ofSeconds(3));
    }
  }

  @Test
  void twoThatEachHaveHalfOfWhatBothNeedDoNotBlockEachOtherForEver() {
    stage.host();
    stage.host();
    var one = stage.submit(Asked.services(2, "1.5"));
    var other = stage.submit(Asked.services(2, "1.5"));
    stage.pass(Duration.ofMinutes(1));
    assertThat(java.util.List.of(stage.status(one), stage.status(other)))
        .contains(DeploymentStatus.RUNNING);
    var running = stage.status(one) == DeploymentStatus.RUNNING ? one : other;
    stage.shutDown(running);
    stage.pass(Duration.ofMinutes(1));
    assertThat(stage.status(running.equals(one) ? other : one)).isEqualTo(DeploymentStatus.RUNNING);
  }

  @Test
  void everyProviderThatWasNotChosenHasAnExplanation() {
    for (int i = 0; i < 4; i++) stage.host();
    stage.host(HostSpec.ORDINARY.cores(1));
    var id = stage.deploy(Asked.services(1, "1.5"));
    var chosen = stage.hostOf(id, "n1.s1");
    assertThat(stage.view(id).why().explanations())
        .extracting(Why.Explained::provider)
        .containsExactlyInAnyOrderElementsOf(
            stage.hosts().stream().filter(h -> h != chosen).map(Host::id).toList());
    assertThat(stage.view(id).why().explanations())
        .allSatisfy(e -> assertThat(e.reasons()).isNotEmpty());
  }
}
