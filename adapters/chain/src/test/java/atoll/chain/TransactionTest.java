package atoll.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Transactions become the bytes that the chain expects. */
class TransactionTest {

  @Test
  void aLegacyTransactionIsTheExampleOfItsSpecification() {
    // EIP-155, example.
    var signed =
        new Transaction.Legacy(
                1,
                9,
                BigInteger.valueOf(20_000_000_000L),
                21_000,
                Optional.of(Addresses.parse("0x3535353535353535353535353535353535353535")),
                BigInteger.TEN.pow(18),
                Data.EMPTY)
            .sign(EthereumKey.parse("46".repeat(32)));
    assertThat(signed.raw().hex())
        .isEqualTo(
            "0xf86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a7640000"
                + "8025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276"
                + "a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83");
  }

  @Test
  void whatWasSentIsReadBackFromItsBytes() {
    var key = EthereumKey.parse("46".repeat(32));
    var to = Optional.of(Addresses.parse("0x3535353535353535353535353535353535353535"));
    for (var transaction :
        new Transaction[] {
          new Transaction.FeeMarket(
              31337, 0, BigInteger.ONE, BigInteger.TEN, 21_000, to, BigInteger.TWO, Data.EMPTY),
          new Transaction.FeeMarket(
              1,
              1L << 40,
              BigInteger.ZERO,
              BigInteger.TWO.pow(200),
              1,
              Optional.empty(),
              BigInteger.ZERO,
              new Data("0x0102")),
          new Transaction.Legacy(
              137, 5, BigInteger.TEN, 30_000, to, BigInteger.ZERO, new Data("0x00"))
        }) {
      var signed = transaction.sign(key);
      assertThat(Transaction.Signed.parse(signed.raw())).isEqualTo(signed);
    }
  }

  @Test
  void bytesThatAreNoTransactionAreRefused() {
    var whole = feeMarket(0, 21_000, 1, 2).sign(EthereumKey.parse("46".repeat(32))).raw().hex();
    var wrong = new java.util.ArrayList<String>();
    for (int cut = 2; cut < whole.length(); cut += 2) wrong.add(whole.substring(0, cut));
    wrong.add(whole + "00");
    wrong.add("0x01" + whole.substring(4));
    wrong.add("0xc0");
    wrong.add("0x02c0");
    for (var hex : wrong)
      assertThatThrownBy(() -> Transaction.Signed.parse(new Data(hex)))
          .as(hex)
          .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nonsenseIsRefusedAtBirth() {
    assertThatThrownBy(() -> feeMarket(-1, 21_000, 1, 2)).hasMessageContaining("nonce");
    assertThatThrownBy(() -> feeMarket(0, 0, 1, 2)).hasMessageContaining("gas");
    assertThatThrownBy(() -> feeMarket(0, 21_000, 3, 2)).hasMessageContaining("priority");
    assertThatThrownBy(() -> feeMarket(0, 21_000, -1, 2)).hasMessageContaining("amount");
  }

  @Test
  void aKeyIsNeverPrintedNorRepeatedInARefusal() {
    var hex = "46".repeat(32);
    assertThat(EthereumKey.parse(hex)).hasToString("***");
    assertThatThrownBy(() -> EthereumKey.parse(hex + "9")).hasMessageNotContaining("4646");
    assertThatThrownBy(() -> EthereumKey.parse("0x" + "0".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EthereumKey.parse("f".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAddressWithAWrongChecksumIsRefused() {
    assertThat(Addresses.parse("0X".toLowerCase(java.util.Locale.ROOT) + "AB".repeat(20)))
        .isEqualTo(Addresses.parse("0x" + "ab".repeat(20)));
    assertThatThrownBy(() -> Addresses.parse("0xE05fcC23807536bEe418f142D19fa0d21BB0cfF7"))
        .isInstanceOf(IllegalArgumentException.class);
    for (var wrong : new String[] {"0x12", "ab".repeat(20), "0x" + "zz".repeat(20)})
      assertThatThrownBy(() -> Addresses.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPersonalMessageIsSignedWithItsLength() {
    // The digest that wallets show for "hello" (EIP-191).
    assertThat(Data.of(PersonalMessage.digest(new byte[] {'h', 'e', 'l', 'l', 'o'})).hex())
        .isEqualTo("0x50b2c43fd39106bafbba0da34fc430e1f91e3c96ea2acee2bc34119f92b37750");
  }

  private static Transaction feeMarket(long nonce, long gas, long priority, long max) {
    return new Transaction.FeeMarket(
        1,
        nonce,
        BigInteger.valueOf(priority),
        BigInteger.valueOf(max),
        gas,
        Optional.empty(),
        BigInteger.ZERO,
        Data.EMPTY);
  }
}
