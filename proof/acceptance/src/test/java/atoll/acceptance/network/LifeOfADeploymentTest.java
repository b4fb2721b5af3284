package atoll.acceptance.network;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.AllocationStatus;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.ErrorCode;
import atoll.orchestrator.Deployments.ShutdownAnswer;
import atoll.orchestrator.RequestId;
import atoll.workload.ScriptedExecutor.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of a deployment when nothing goes wrong. */
class LifeOfADeploymentTest extends Scenario {

  @Test
  @DisplayName("A25: a service goes through every state to Running, on a provider, with its port")
  void aServiceRuns() {
    var host = stage.host();
    var id = stage.deploy(service());
    assertThat(stage.statuses(id))
        .containsExactly(
            DeploymentStatus.PREPARING,
            DeploymentStatus.GENERATING,
            DeploymentStatus.COMMITTING,
            DeploymentStatus.PROVISIONING,
            DeploymentStatus.RUNNING);
    var web = stage.allocation(id, "n1.web");
    assertThat(web.status()).isEqualTo(AllocationStatus.RUNNING);
    assertThat(web.provider()).contains(host.id());
    assertThat(web.ports()).containsEntry(16480, 80);
    assertThat(web.startedAt()).contains(stage.now());
    assertThat(host.executor().starts())
        .singleElement()
        .satisfies(workload -> {
          assertThat(workload.ports())
              .singleElement()
              .satisfies(p -> assertThat(p.hostPort()).isEqualTo(16480));
          assertThat(workload.limits().cpu().millicores()).isEqualTo(1000);
        });
  }

  @Test
  @DisplayName("A25: a second deployment for which there is no room fails at its deadline")
  void whatDoesNotFitBesideAnotherFailsAtItsDeadline() {
    stage.host();
    stage.deploy(Asked.services(1, "2"));
    var id = stage.submit(Asked.services(1, "1"), Duration.ofSeconds(30));
    stage.settle();
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.GENERATING);
    stage.pass(Duration.ofSeconds(29));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.GENERATING);
    stage.pass(Duration.ofSeconds(1));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.FAILED);
    var failure = stage.view(id).failure().orElseThrow();
    assertThat(failure.code()).isEqualTo(ErrorCode.TIMED_OUT);
    assertThat(failure.message()).contains("no room in time").contains("n1");
  }

  @Test
  @DisplayName("A26: a task completes, and everything it held comes back")
  void aTaskCompletes() {
    var host = stage.host();
    host.executor().script(_ -> new Scene.Ends(0, "hello, ensemble\n"));
    var id = stage.deploy(task());
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.COMPLETED);
    var hello = stage.allocation(id, "n1.hello");
    assertThat(hello.status()).isEqualTo(AllocationStatus.COMPLETED);
    assertThat(hello.exitCode()).hasValue(0);
    assertThat(host.isIdle()).isTrue();
  }

  @Test
  void aTaskThatFailsTellsItsCode() {
    stage.host().executor().script(_ -> new Scene.Ends(3, ""));
    var id = stage.deploy(task());
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.COMPLETED);
    assertThat(stage.allocation(id, "n1.hello").status()).isEqualTo(AllocationStatus.FAILED);
    assertThat(stage.allocation(id, "n1.hello").exitCode()).hasValue(3);
    stage.assertAllIdle();
  }

  @Test
  @DisplayName("A35: a shutdown stops what runs and gives all back; a second one is refused")
  void aShutdownEndsEverything() {
    var host = stage.host();
    var id = stage.deploy(service());
    assertThat(stage.shutDown(id)).isInstanceOf(ShutdownAnswer.Begun.class);
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.COMPLETED);
    assertThat(stage.allocation(id, "n1.web").status()).isEqualTo(AllocationStatus.TERMINATED);
    assertThat(host.isIdle()).isTrue();
    assertThat(stage.shutDown(id))
        .isEqualTo(new ShutdownAnswer.NotRunning(DeploymentStatus.COMPLETED));
  }

  @Test
  void aShutdownMayComeAtAnyMoment() {
    stage.host();
    var seen = new ArrayList<DeploymentStatus>();
    for (int steps = 0; seen.isEmpty() || seen.getLast() != DeploymentStatus.RUNNING; steps++) {
      var id = stage.submit(service());
      int[] left = {steps};
      stage.until(() -> left[0]-- == 0 || stage.status(id) == DeploymentStatus.RUNNING);
      seen.add(stage.status(id));
      stage.shutDown(id);
      stage.pass(Duration.ofSeconds(61)); // the longest lease
      assertThat(stage.status(id))
          .as("after %d steps", steps)
          .isEqualTo(DeploymentStatus.COMPLETED);
      stage.assertAllIdle();
    }
    assertThat(seen)
        .contains(
            DeploymentStatus.PREPARING,
            DeploymentStatus.GENERATING,
            DeploymentStatus.COMMITTING,
            DeploymentStatus.PROVISIONING);
  }

  @Test
  void theSameRequestTwiceIsOneDeployment() {
    var host = stage.host();
    var request = new RequestId("the same");
    var grant = stage.network().userGrant();
    var first =
        stage.deployments().submit(grant, request, Stage.ensemble(service()), Stage.PATIENCE);
    var second =
        stage.deployments().submit(grant, request, Stage.ensemble(service()), Stage.PATIENCE);
    stage.settle();
    assertThat(second).isEqualTo(first);
    assertThat(stage.deployments().list(grant)).hasSize(1);
    assertThat(host.executor().starts()).hasSize(1);
  }

  @Test
  void allocationsStartInTheOrderOfTheirDependencies() {
    var host = stage.host();
    var id =
        stage.deploy(
            new Asked()
                .service("app", "0.1", "depends_on: [migrate]")
                .task("migrate", "0.1", "depends_on: [db]")
                .service("db", "0.1")
                .node("n1", "app, migrate, db"));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(host.executor().starts())
        .extracting(w -> w.allocation().allocation().value())
        .containsExactly("db", "migrate", "app");
  }

  @Test
  void aFailedDependencyStopsWhatNeedsIt() {
    var host = stage.host();
    host.executor().script(_ -> new Scene.Ends(9, ""));
    var id =
        stage.deploy(
            new Asked()
                .task("load", "0.1", "depends_on: [fetch]")
                .task("fetch", "0.1")
                .task("report", "0.1", "depends_on: [load]")
                .node("n1", "load, fetch, report"));
    assertThat(stage.status(id)).isEqualTo(DeploymentStatus.COMPLETED);
    assertThat(host.executor().starts()).hasSize(1);
    assertThat(stage.allocation(id, "n1.fetch").exitCode()).hasValue(9);
    for (var key : List.of("n1.load", "n1.report")) {
      assertThat(stage.allocation(id, key).status()).isEqualTo(AllocationStatus.STOPPED);
      assertThat(stage.allocation(id, key).reason())
          .hasValueSatisfying(why -> assertThat(why).contains("did not succeed"));
    }
    stage.assertAllIdle();
  }
}
