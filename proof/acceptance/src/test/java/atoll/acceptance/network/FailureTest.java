package atoll.acceptance.network;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.DeploymentStatus;
import atoll.kernel.ErrorCode;
import atoll.orchestrator.machine.DeploymentEvent;
import atoll.workload.Exit;
import atoll.workload.ScriptedExecutor.Scene;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Providers that fail, vanish or refuse, and messages that are lost. */
class FailureTest extends Scenario {

  @Test
  @DisplayName(
      "A27: a provider dies between commit and allocate; another is chosen, and its lease ends by"
          + " itself")
  void aProviderDiesBetweenCommitAndAllocate() {
    stage.host();
    stage.host();
    var id = stage.submit(service());
    stage.until(() -> stage.hosts().stream().anyMatch(Host::holds));
    var dead = stage.hosts().stream().filter(Host::holds).findFirst().orElseThrow();
    stage.links().disconnect(dead.peer());
    stage.pass(Duration.ofSeconds(20));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(stage.hostOf(id, "n1.web")).isNotEqualTo(dead);
    stage.pass(Duration.ofSeconds(40));
    assertThat(dead.isIdle()).isTrue();
    assertThat(dead.provider().hosted()).isEmpty();
  }

  @Test
  @DisplayName(
      "A28: one of two nodes fails to allocate; the other is reverted, and a third provider helps")
  void aFailedAllocateRevertsTheOtherNode() {
    var one = stage.host(HostSpec.ORDINARY.lending("/srv"));
    var refusing = stage.host(HostSpec.ORDINARY.cores(3));
    var third = stage.host(HostSpec.ORDINARY.lending("/srv"));
    var id =
        stage.submit(
            Asked.services(
                2, "1.5", "volume: [{type: local, src: /srv/data, mount_destination: /data}]"));
    stage.pass(Duration.ofSeconds(5));
    assertThat(stage.events(id, DeploymentEvent.Reverted.class))
        .isNotEmpty()
        .allSatisfy(reverted -> assertThat(reverted.cause()).contains("does not lend its folder"));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(Set.of(stage.hostOf(id, "n1.s1"), stage.hostOf(id, "n2.s2")))
        .containsExactlyInAnyOrder(one, third);
    assertThat(refusing.isIdle()).isTrue();
    assertThat(one.executor().running()).isEqualTo(1);
    assertThat(third.executor().running()).isEqualTo(1);
  }

  @Test
  void aStartThatFailsIsTriedElsewhere() {
    var broken = stage.host(HostSpec.ORDINARY.cores(8));
    var sound = stage.host();
    broken.executor().script(_ -> new Scene.Fails("no such image"));
    var id = stage.submit(service());
    stage.pass(Duration.ofSeconds(5));
    assertThat(broken.executor().starts()).hasSize(1);
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(stage.hostOf(id, "n1.web")).isEqualTo(sound);
    assertThat(broken.isIdle()).isTrue();
  }

  @Test
  void aStartThatFailsEverywhereFailsTheDeploymentWithTheCause() {
    for (int i = 0; i < 3; i++)
      stage.host().executor().script(_ -> new Scene.Fails("no such image"));
    var id = stage.submit(service());
    stage.pass(Duration.ofSeconds(30));
    assertThat(stage.hosts()).allSatisfy(h -> assertThat(h.executor().starts()).hasSize(1));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.FAILED);
    var failure = stage.view(id).failure().orElseThrow();
    assertThat(failure.code()).isEqualTo(ErrorCode.EXECUTOR_FAILED);
    assertThat(failure.message()).contains("n1.web").contains("no such image");
    stage.assertAllIdle();
  }

  @Test
  void afterAFailedStartABusyProviderIsWaitedFor() {
    var broken = stage.host();
    var busy = stage.host();
    var pin = "peer: " + busy.peer();
    var first = stage.deploy(new Asked().service("s1", "2").node("n1", "s1", pin));
    broken.executor().script(_ -> new Scene.Fails("no such image"));
    var id = stage.submit(service());
    stage.pass(Duration.ofSeconds(30));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.GENERATING);
    stage.shutDown(first);
    stage.pass(Duration.ofSeconds(5));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(stage.hostOf(id, "n1.web")).isEqualTo(busy);
    assertThat(broken.executor().starts()).hasSize(1);
  }

  @Test
  void ifOneOfTwoNodesCannotStartTheOtherEndsToo() {
    var host = stage.host();
    host.executor()
        .script(w ->
            w.allocation().allocation().value().equals("s2")
                ? new Scene.Fails("out of luck")
                : new Scene.Lasts());
    var id = stage.submit(Asked.services(2, "0.5"));
    stage.pass(Duration.ofSeconds(30));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(stage.view(id).failure().orElseThrow().message()).contains("out of luck");
    stage.assertAllIdle();
  }

  @Test
  void aTryAfterARevertMayUseTheSameProviderAgain() {
    var host = stage.host();
    var helper = stage.host();
    int[] failures = {1};
    // the first start of s2 fails wherever it is; then both nodes have to be placed anew
    for (var h : stage.hosts())
      h.executor()
          .script(w ->
              w.allocation().allocation().value().equals("s2") && failures[0]-- > 0
                  ? new Scene.Fails("once")
                  : new Scene.Lasts());
    var id = stage.submit(Asked.services(2, "0.5"));
    stage.pass(Duration.ofSeconds(30));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(host.executor().running() + helper.executor().running()).isEqualTo(2);
  }

  @Test
  void aServiceThatEndsByItselfFailsItsDeployment() {
    var host = stage.host();
    var id = stage.deploy(service());
    host.executor().end(stage.allocation(id, "n1.web").id(), new Exit.Exited(1));
    stage.settle();
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(stage.view(id).failure().orElseThrow().code()).isEqualTo(ErrorCode.EXECUTOR_FAILED);
    assertThat(host.isIdle()).isTrue();
  }

  @Test
  void theEndOfATaskIsToldUntilItIsHeard() {
    var host = stage.host();
    host.executor().script(_ -> new Scene.Lasts());
    var id = stage.deploy(task());
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.RUNNING);
    stage.links().lose((from, _) -> from.equals(host.peer()));
    host.executor().end(stage.allocation(id, "n1.hello").id(), new Exit.Exited(0));
    stage.pass(Duration.ofMinutes(1));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.RUNNING);
    stage.links().heal();
    stage.pass(Duration.ofMinutes(5));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.COMPLETED);
  }

  @Test
  void aShutdownThatIsNotHeardIsToldUntilItIs() {
    var host = stage.host();
    var id = stage.deploy(service());
    stage.links().lose((_, to) -> to.equals(host.peer()));
    stage.shutDown(id);
    stage.pass(Duration.ofMinutes(1));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.COMPLETED);
    assertThat(host.executor().running()).isEqualTo(1);
    stage.links().heal();
    stage.pass(Duration.ofMinutes(10));
    assertThat(host.isIdle()).isTrue();
  }

  @Test
  void lostAnswersNeverLoseCapacityForEver() {
    for (int answers = 0; answers < 6; answers++) {
      try (var fresh = new Stage(folder.resolve("answers-" + answers), answers)) {
        var host = fresh.host();
        fresh.host();
        var id = fresh.submit(service(), Duration.ofMinutes(2));
        int[] left = {answers};
        fresh.links().lose((from, to) -> from.equals(host.peer()) && left[0]-- <= 0);
        fresh.pass(Duration.ofSeconds(70));
        fresh.links().heal();
        fresh.pass(Duration.ofMinutes(10));
        fresh.shutDown(id);
        fresh.pass(Duration.ofMinutes(10));
        fresh.assertAllIdle();
      }
    }
  }

  @Test
  void whateverIsLostEverythingComesBackOnceTheNetworkIsWell() {
    for (int seed = 0; seed < 25; seed++) {
      try (var fresh = new Stage(folder.resolve("seed-" + seed), seed)) {
        for (int i = 0; i < 3; i++) fresh.host();
        var chance = new java.util.Random(seed);
        fresh.links().lose((_, _) -> chance.nextInt(4) == 0);
        var service = fresh.submit(Asked.services(2, "1.5"), Duration.ofMinutes(3));
        var task = fresh.submit(task(), Duration.ofMinutes(3));
        fresh.pass(Duration.ofMinutes(4));
        fresh.links().heal();
        fresh.pass(Duration.ofMinutes(11));
        assertThat(fresh.status(task).ended()).as("the task of seed %d", seed).isTrue();
        fresh.shutDown(service);
        fresh.pass(Duration.ofMinutes(10));
        assertThat(fresh.status(service).ended()).as("the services of seed %d", seed).isTrue();
        fresh.assertAllIdle();
      }
    }
  }
}
