package atoll.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import atoll.ensemble.Ensemble;
import atoll.kernel.AtollException;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.orchestrator.machine.Given;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A whole orchestrator whose disk is full at each moment of a small life in turn: what it
 * acknowledged is there, what it cannot remember it refuses, and it goes on when there is room.
 */
class FullDiskTest {
  private static final Duration MOMENT = Duration.ofSeconds(3);
  private static final int MOMENTS = 100;

  private final Ensemble before = Given.services("0.25");
  private final Ensemble after = Given.services("0.25", "0.25");

  @Test
  void oneAppendFails() {
    int appends = live(_ -> false, false);
    assertThat(appends).isGreaterThan(10);
    for (int failing = 0; failing < appends; failing++) {
      int which = failing;
      live(number -> number == which, false);
    }
  }

  @Test
  void theDiskIsFullForAWhile() {
    int appends = live(_ -> false, false);
    for (int first = 0; first < appends; first++) {
      int from = first;
      live(number -> number >= from && number < from + 7, false);
    }
  }

  @Test
  void theProcessEndsWhileTheDiskIsFull() {
    int appends = live(_ -> false, false);
    for (int first = 0; first < appends; first++) {
      int from = first;
      live(number -> number >= from && number < from + 7, true);
    }
  }

  /** How many appends were tried. */
  private int live(IntPredicate full, boolean crashes) {
    var network = new Network();
    var lender = network.lender(31, 2);
    network.journal.full(full);
    var life = new Life(network, lender, full, crashes);
    life.live();
    return network.journal.tried();
  }

  private final class Life {
    private final Network network;
    private final Lender lender;
    private final IntPredicate full;
    private boolean mayCrash;

    Life(Network network, Lender lender, IntPredicate full, boolean mayCrash) {
      this.network = network;
      this.lender = lender;
      this.full = full;
      this.mayCrash = mayCrash;
    }

    void live() {
      var id = insist(() -> network.submit(before));
      assertThat(insist(() -> network.submit(before))).as("the same request").isEqualTo(id);
      assertThat(network.see(id).id()).isEqualTo(id);
      await(id, DeploymentStatus.RUNNING);
      assertThat(
              insist(() ->
                  network.orchestrator.update(
                      network.grant, id, after, Network.PATIENCE, OptionalLong.empty())))
          .isEqualTo(new Deployments.UpdateAnswer.Begun());
      crashIfFull();
      await(id, DeploymentStatus.UPDATING, DeploymentStatus.RUNNING);
      awaitBoth(id);
      assertThat(insist(() -> network.orchestrator.shutdown(network.grant, id)))
          .isEqualTo(new Deployments.ShutdownAnswer.Begun());
      crashIfFull();
      await(id, DeploymentStatus.COMPLETED);
      assertThat(lender.running()).isEmpty();
      assertThat(lender.starts).as("runs").isEqualTo(Map.of("n1.s1", 1, "n2.s2", 1));
      var seen = network.see(id);
      network.pass(MOMENT);
      network.crash();
      assertThat(network.see(id).status()).isEqualTo(seen.status());
      assertThat(network.see(id).lastEvent()).isEqualTo(seen.lastEvent());
      assertThat(network.see(id).why()).isEqualTo(seen.why());
      assertThat(insist(() -> network.orchestrator.forget(network.grant, id))).isTrue();
      network.crash();
      assertThat(network.orchestrator.find(network.grant, id)).isEmpty();
    }

    /** Asks again for as long as the disk is full, as people do. */
    private <T> T insist(Supplier<T> asked) {
      for (int i = 0; i < MOMENTS; i++) {
        try {
          return asked.get();
        } catch (AtollException e) {
          assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FAILED);
          assertThat(e).hasMessageContaining("no space left");
          crashIfFull();
          network.pass(MOMENT);
        }
      }
      return fail("it never goes on");
    }

    private void awaitBoth(EnsembleId id) {
      for (int i = 0; i < MOMENTS && lender.running().size() < 2; i++) pass();
      await(id, DeploymentStatus.RUNNING);
      assertThat(lender.running()).containsExactly("n1.s1", "n2.s2");
    }

    private void await(EnsembleId id, DeploymentStatus... wanted) {
      for (int i = 0; i < MOMENTS; i++) {
        var found = network.orchestrator.find(network.grant, id);
        assertThat(found).as("what was acknowledged").isPresent();
        if (List.of(wanted).contains(found.get().status())) return;
        pass();
      }
      fail("it is " + network.see(id).status() + " and never " + List.of(wanted));
    }

    private void pass() {
      crashIfFull();
      network.pass(MOMENT);
    }

    private void crashIfFull() {
      if (!mayCrash || !full.test(network.journal.tried() - 1)) return;
      mayCrash = false;
      network.crash();
    }
  }
}
