package atoll.chain.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.Addresses;
import atoll.chain.Data;
import atoll.chain.EthereumKey;
import atoll.chain.Signature;
import java.math.BigInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The vector of appendix A.4, on which two implementations agreed. */
class DelegatedTermsTest {
  private final DelegatedTerms delegated =
      new DelegatedTerms(
          7,
          1_800_000_000L,
          new Terms(
              Addresses.parse("0x1111111111111111111111111111111111111111"),
              1_700_000_000L,
              0,
              1,
              1,
              ContainerId.of("hello-world"),
              false,
              Addresses.ZERO,
              BigInteger.ZERO,
              Addresses.ZERO,
              Addresses.ZERO));
  private final byte[] digest =
      delegated.digest(
          DelegatedTerms.domain(
              31337, Addresses.parse("0x5FbDB2315678afecb367f032d93F642f64180aa3")));

  @Test
  void everyHashOnTheWayIsThePublishedOne() {
    assertThat(hex(DelegatedTerms.termsHash(delegated.terms())))
        .isEqualTo("0x9e2c60f5df4eeda369b5a97b2b32382ca3bcf3d21d1912c4aa20de39111e38a3");
    assertThat(hex(delegated.structHash()))
        .isEqualTo("0xc28ed66b35f737b070acda729622c6f5aa00fe119391c2f3e7ea96d0a467a6bc");
    assertThat(
            hex(
                DelegatedTerms.domain(
                        31337, Addresses.parse("0x5FbDB2315678afecb367f032d93F642f64180aa3"))
                    .separator()))
        .isEqualTo("0x55c593093c8702a415567d254ddab7a6a05289bfec49d4ce66f6f42ae9640489");
    assertThat(hex(digest))
        .isEqualTo("0x1bb32174fc1a0577a91a5315c18b507c0066881d19a78be794db43aec283e623");
  }

  @Test
  @DisplayName("check 30: the signature is the published one, and tells its signer")
  void theSignatureTellsItsSigner() {
    var key = EthereumKey.parse("0x" + "0".repeat(59) + "a11ce");
    var signature = key.sign(digest);
    assertThat(signature.v()).isEqualTo(27);
    assertThat(signature.r())
        .isEqualTo(
            new BigInteger("803fbbbb07c4b19e966ae6d4d793081e5c1d95c4610406d866c8faaad31d7f3d", 16));
    assertThat(signature.s())
        .isEqualTo(
            new BigInteger("06d060fcdd633ad5a3e2ff3ee85748fc0e472b44fd685744a8625db6e371a6d7", 16));
    assertThat(signature.signer(digest)).contains(key.address());
  }

  @Test
  void numbersThatAreNoSignatureAreNobodys() {
    var most = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    assertThat(Signature.of(27, most, most).signer(digest)).isEmpty();
    assertThat(Signature.of(28, BigInteger.ZERO, BigInteger.ONE).signer(digest)).isEmpty();
    // 5 is the x of no point.
    assertThat(Signature.of(27, BigInteger.valueOf(5), BigInteger.ONE).signer(digest)).isEmpty();
  }

  private static String hex(byte[] bytes) {
    return Data.of(bytes).hex();
  }
}
