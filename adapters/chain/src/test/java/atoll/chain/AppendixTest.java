package atoll.chain;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.infernet.ContainerId;
import atoll.chain.infernet.StateKeys;
import com.esaulpaugh.headlong.abi.Address;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of the specification: §4.2 and appendix A.4. */
class AppendixTest {
  private static final Address ONES = Addresses.parse("0x1111111111111111111111111111111111111111");

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "hello-world 0x5768661526084c7b4d30f7224ed6c74ade98db3c6c395c55400a17f34a547e22",
        "A,B 0xed76aa63268e9d816365e0b3c94f7ea57c80b3b404d41ca7a65a492ff9d0526e",
        "echo 0xe6bc11afcedb3f26d7fb181f4c6dd2e98781d79f965a4777058412b58f788ec8",
        "container 0x9a368385fc92ce7a7910485800075b12c58839080e1366938f122ce36ca00a3d"
      })
  void aSetOfContainersIsNamedByTheHashOfItsNames(String names, String hash) {
    assertThat(ContainerId.of(names)).isEqualTo(new Word(hash));
    assertThat(ContainerId.of(List.of(names.split(",")))).isEqualTo(new Word(hash));
  }

  @Test
  void whatTheCoordinatorKnowsIsUnderTheseKeys() {
    assertThat(StateKeys.answer(1, 1, ONES).hex())
        .isEqualTo("0x94052e0e32d5db41448865389cf93e095db83ec0758465cbd47fb1536e9fd8dc");
    assertThat(StateKeys.interval(1, 1).hex())
        .isEqualTo("0xcc69885fda6bcc1a4ace058b4a62bf5e179ea78fd58a1ccd71c22cc9b688792f");
    assertThat(StateKeys.delegated(ONES, 7).hex())
        .isEqualTo("0x07315875c131dc1dff59b5eecd3feba7c4eb34f9c8bac4a22e69acd1d04d63c5");
  }

  @Test
  void anAddressHasTheChecksumOfItsLetters() {
    assertThat(Addresses.parse("0xe05fcc23807536bee418f142d19fa0d21bb0cff7"))
        .hasToString("0xe05fcC23807536bEe418f142D19fa0d21BB0cfF7");
    assertThat(EthereumKey.parse("0x" + "0".repeat(59) + "a11ce").address())
        .isEqualTo(Addresses.parse("0xe05fcC23807536bEe418f142D19fa0d21BB0cfF7"));
  }
}
