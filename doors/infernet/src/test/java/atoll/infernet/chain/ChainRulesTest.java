package atoll.infernet.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.Addresses;
import atoll.chain.infernet.ContainerId;
import atoll.chain.infernet.Terms;
import atoll.infernet.config.ConfigReader;
import atoll.jobs.ServiceName;
import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which subscriptions of the chain are served (Infernet §2.9, §9). */
class ChainRulesTest {
  private static final Address NOBODY = Addresses.ZERO;
  private static final Address TRUSTED =
      Addresses.parse("0xabcdefabcdefabcdefabcdefabcdefabcdefabcd");
  private static final Address OTHER =
      Addresses.parse("0x1111111111111111111111111111111111111111");
  private static final ChainRules.Verdict SERVED =
      new ChainRules.Verdict.Serve(List.of(new ServiceName("echo")));

  private static ChainRules.Verdict judge(String wallet, Address verifier, long payment) {
    return judge(wallet, verifier, payment, false);
  }

  private static ChainRules.Verdict judge(
      String wallet, Address verifier, long payment, boolean isComplete) {
    var config =
        """
        {"containers": [{"id": "echo", "image": "echo", "generates_proofs": true}],
         "chain": {"wallet": {%s}}}
        """
            .formatted(wallet);
    var terms =
        new Terms(
            OTHER,
            1,
            0,
            1,
            1,
            ContainerId.of("echo"),
            false,
            verifier,
            BigInteger.valueOf(payment),
            NOBODY,
            NOBODY);
    return new ChainRules(ConfigReader.parse("config.json", config.getBytes(UTF_8)))
        .judge(7, terms, isComplete);
  }

  @Test
  @DisplayName("§2.9: what is complete is ignored, whatever else it is")
  void complete() {
    assertThat(judge("", NOBODY, 0, true))
        .isEqualTo(new ChainRules.Verdict.Ignore("Subscription completed"));
    assertThat(judge("", NOBODY, 0)).isEqualTo(SERVED);
  }

  @Test
  @DisplayName("TOB-3: where verifiers are named, others are not worked for")
  void verifiers() {
    var some = "\"trusted_verifiers\": [\"0xABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCD\"]";
    assertThat(judge(some, TRUSTED, 0)).isEqualTo(SERVED);
    assertThat(judge(some, NOBODY, 0)).isEqualTo(SERVED);
    assertThat(judge(some, OTHER, 0))
        .isEqualTo(new ChainRules.Verdict.Ignore("Verifier not trusted verifier=" + OTHER));
    assertThat(judge("\"trusted_verifiers\": []", OTHER, 0)).isEqualTo(SERVED);
    assertThat(judge("", OTHER, 0)).isEqualTo(SERVED);
  }

  @Test
  @DisplayName("§9.9: where profit is required, what pays nothing is ignored")
  void nothingForNothing() {
    var own = "\"payment_address\": \"" + TRUSTED + "\", \"require_profit\": ";
    assertThat(judge(own + "true", NOBODY, 0))
        .isEqualTo(
            new ChainRules.Verdict.Ignore(
                "Invalid payment: Skipping subscription: 7: a payment of nothing does not cover"
                    + " gas"));
    assertThat(judge(own + "\"yes\"", NOBODY, 1)).isEqualTo(SERVED);
    assertThat(judge(own + "false", NOBODY, 0)).isEqualTo(SERVED);
  }

  @Test
  @DisplayName("the zero address is no wallet to be paid to")
  void noWallet() {
    for (var none : new String[] {"0x" + "0".repeat(40), "0".repeat(40), ""})
      assertThat(judge("\"payment_address\": \"" + none + "\"", NOBODY, 5))
          .isEqualTo(
              new ChainRules.Verdict.Ignore(
                  "Invalid payment: Skipping subscription: 7: No payment address provided for the"
                      + " node"));
    assertThat(judge("\"payment_address\": \"" + TRUSTED + "\"", NOBODY, 5)).isEqualTo(SERVED);
  }
}
