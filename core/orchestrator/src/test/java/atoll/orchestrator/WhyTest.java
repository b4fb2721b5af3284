package atoll.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.DeploymentStatus;
import atoll.orchestrator.machine.Given;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What was told of a deployment's place is told after its orchestrator was killed, too. */
class WhyTest {
  private static final Duration MOMENT = Duration.ofSeconds(8);

  private final Network network = new Network();

  @Test
  void whyOthersDoNotHostIt() {
    network.lender(31, 2);
    network.lender(32, 1);
    var id = network.submit(Given.services("2"));
    network.pass(MOMENT);
    assertThat(network.see(id).status()).isEqualTo(DeploymentStatus.RUNNING);
    var why = network.see(id).why();
    assertThat(why.refusal()).isEmpty();
    assertThat(why.explanations())
        .singleElement()
        .satisfies(explained -> assertThat(explained.reasons()).isNotEmpty());
    network.crash();
    assertThat(network.see(id).why()).isEqualTo(why);
  }

  @Test
  void whyNobodyCanHostIt() {
    network.lender(31, 1);
    var id = network.submit(Given.services("64"));
    network.pass(MOMENT);
    assertThat(network.see(id).status()).isEqualTo(DeploymentStatus.FAILED);
    var why = network.see(id).why();
    assertThat(why.refusal()).isPresent();
    assertThat(why.explanations()).isNotEmpty();
    network.crash();
    assertThat(network.see(id).why()).isEqualTo(why);
  }

  @Test
  void whyItWaitsAndThenThatItWasShutDown() {
    var lender = network.lender(31, 1);
    var id = network.submit(Given.services("2"));
    network.pass(MOMENT);
    var why = network.see(id).why();
    assertThat(why.refusal().orElseThrow().possibleLater()).isTrue();
    network.cutOff(lender);
    network.crash();
    assertThat(network.see(id).why()).as("before anybody could answer").isEqualTo(why);
    network.heal();
    network.pass(MOMENT);
    why = network.see(id).why();
    network.orchestrator.shutdown(network.grant, id);
    network.pass(MOMENT);
    network.crash();
    assertThat(network.see(id).why()).isEqualTo(why);
  }
}
