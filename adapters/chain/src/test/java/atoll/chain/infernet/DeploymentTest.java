package atoll.chain.infernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.chain.Addresses;
import com.esaulpaugh.headlong.abi.Address;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** §5.0, §5.1, §5.8: six contracts that know each other. */
@Timeout(120)
class DeploymentTest {
  private static World world;

  @BeforeAll
  static void begin() throws Exception {
    world = new World();
  }

  @AfterAll
  static void end() {
    world.close();
  }

  @Test
  void theRegistryNamesTheOthersWhereTheyAre() throws Exception {
    assertThat(world.registry.<Address>asked("COORDINATOR")).isEqualTo(world.at.coordinator());
    assertThat(world.registry.<Address>asked("INBOX")).isEqualTo(world.at.inbox());
    assertThat(world.registry.<Address>asked("READER")).isEqualTo(world.at.reader());
    assertThat(world.registry.<Address>asked("FEE")).isEqualTo(world.at.fee());
    assertThat(world.registry.<Address>asked("WALLET_FACTORY")).isEqualTo(world.at.walletFactory());
  }

  @Test
  void aFirstDeploymentOfADevelopmentChainIsWhereEveryoneExpectsIt() {
    assertThat(world.at.registry())
        .isEqualTo(Addresses.parse("0x5FbDB2315678afecb367f032d93F642f64180aa3"));
  }

  @Test
  void theFirstSubscriptionWillBeNumberOne() throws Exception {
    assertThat(world.coordinator.<Long>asked("id")).isEqualTo(1L);
    assertThat(world.coordinator.<String>asked("EIP712_NAME")).isEqualTo("InfernetCoordinator");
    assertThat(world.coordinator.<String>asked("EIP712_VERSION")).isEqualTo("1");
    var domain = world.coordinator.results("eip712Domain");
    assertThat(domain.<String>get(1)).isEqualTo("InfernetCoordinator");
    assertThat(domain.<Address>get(4)).isEqualTo(world.at.coordinator());
  }

  @Test
  void onlyItsOwnerChangesTheFee() throws Exception {
    assertThat(world.fee.<Integer>asked("FEE")).isEqualTo(World.FEE);
    assertThat(world.fee.<Address>asked("FEE_RECIPIENT")).isEqualTo(world.deployer.address());
    assertThat(world.fee.refuses(world.stranger, "updateFee", 1)).isEqualTo("Unauthorized");
    world.fee.does(world.deployer, "updateFee", 7);
    assertThat(world.fee.<Integer>asked("FEE")).isEqualTo(7);
    world.fee.does(world.deployer, "updateFee", World.FEE);
  }

  @Test
  void aKeyIsEnoughToDeployAtTheUsualFee() throws Exception {
    var addresses =
        ContractDeployment.deploy(
            world.anvil.rpc(), world.stranger.key(), System::nanoTime, Thread::sleep);
    var fee = world.new Contract("Fee", addresses.fee(), world.fee.abi);
    assertThat(fee.<Integer>asked("FEE")).isEqualTo(ContractDeployment.USUAL_FEE);
    assertThat(fee.<Address>asked("FEE_RECIPIENT")).isEqualTo(world.stranger.address());
  }

  @Test
  void aFeeAboveAHalfIsRefusedBeforeAnythingIsSent() throws Exception {
    var deployment =
        new ContractDeployment(world.anvil.rpc(), world.anvil.transactions(world.user.key()));
    assertThatThrownBy(() -> deployment.deploy(world.user.address(), 5001))
        .hasMessageContaining("between 0 and 5000");
  }
}
