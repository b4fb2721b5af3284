package atoll.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.orchestrator.machine.Given;
import atoll.orchestrator.machine.Story;
import atoll.orchestrator.machine.Timeouts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What providers have to give up they are told, whatever becomes of who tells them. */
class OwingTest {
  private final Network network = new Network();
  private final Lender lender = network.lender(31, 2);

  private EnsembleId running() {
    var id = network.submit(Given.services("0.5"));
    network.pass(Duration.ofSeconds(10));
    assertThat(network.see(id).status()).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(lender.running()).containsExactly("n1.s1");
    return id;
  }

  /** The lender is out of reach while the deployment is shut down, which ends all the same. */
  private EnsembleId endedUnheard() {
    var id = running();
    network.cutOff(lender);
    network.orchestrator.shutdown(network.grant, id);
    network.pass(Duration.ofSeconds(30));
    assertThat(network.see(id).status()).isEqualTo(DeploymentStatus.COMPLETED);
    assertThat(lender.running()).containsExactly("n1.s1");
    return id;
  }

  private List<Owed> remembered() {
    return network.journal.all("deployment-debts").stream()
        .map(entry -> new Owed.Written().decode(entry.value()))
        .toList();
  }

  @Test
  void whatWasHeardIsOwedToNobody() {
    var id = running();
    network.orchestrator.shutdown(network.grant, id);
    network.pass(Duration.ofSeconds(10));
    assertThat(lender.running()).isEmpty();
    assertThat(remembered()).isEmpty();
  }

  @Test
  void aProviderThatReturnsAfterHoursIsTold() {
    endedUnheard();
    network.pass(Duration.ofHours(7));
    assertThat(lender.running()).containsExactly("n1.s1");
    network.heal();
    network.pass(Duration.ofMinutes(6));
    assertThat(lender.running()).isEmpty();
    assertThat(remembered()).isEmpty();
  }

  @Test
  void itIsToldAfterACrashBetweenTheEndAndItsAcknowledgement() {
    endedUnheard();
    assertThat(remembered()).isNotEmpty();
    network.crash();
    network.pass(Duration.ofHours(3));
    network.crash();
    network.heal();
    network.pass(Duration.ofMinutes(6));
    assertThat(lender.running()).isEmpty();
    assertThat(remembered()).isEmpty();
  }

  @Test
  void itIsToldAlthoughTheDeploymentIsForgotten() {
    var id = endedUnheard();
    assertThat(network.orchestrator.forget(network.grant, id)).isTrue();
    network.crash();
    network.heal();
    network.pass(Duration.ofMinutes(1));
    assertThat(lender.running()).isEmpty();
    assertThat(remembered()).isEmpty();
  }

  @Test
  void whatIsOwedEndsWithTheLeaseItIsAbout() {
    endedUnheard();
    network.crash();
    network.pass(Timeouts.STANDING.plusMinutes(10));
    assertThat(remembered()).isEmpty();
    int heardBefore = lender.heard.size();
    network.heal();
    network.pass(Duration.ofHours(1));
    assertThat(lender.heard).hasSize(heardBefore);
  }

  @Test
  void whatIsHeardWhileTheDiskIsFullIsForgottenWhenThereIsRoom() {
    endedUnheard();
    network.journal.full(_ -> true);
    network.heal();
    network.pass(Duration.ofMinutes(6));
    assertThat(lender.running()).isEmpty();
    assertThat(remembered()).isNotEmpty();
    network.journal.full(_ -> false);
    network.pass(Duration.ofSeconds(5));
    assertThat(remembered()).isEmpty();
  }

  @Test
  void everyKindIsReadAsItWasWritten() {
    var story = new Story(Given.services("0.5", "0.5"));
    story.bids(Given.round(story.ensemble, Given.offer(Given.A, 2)));
    for (var telling : story.oneOfEachTelling()) {
      var owed = Owed.of(Given.ID, telling, Given.T0);
      var codec = new Owed.Written();
      assertThat(codec.decode(codec.encode(owed))).isEqualTo(owed);
    }
  }
}
