package atoll.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.journal.FaultyJournal;
import atoll.journal.JournalException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Account ANNA = new Account("anna");
  private static final Account BERTA = new Account("berta");
  private static final Account CLARA = new Account("clara");
  private static final Asset ETHER = Asset.coin(1);
  private static final Instant T0 = Instant.parse("2030-01-01T00:00:00Z");

  private final FaultyJournal journal = new FaultyJournal();
  private final Ledger ledger = new Ledger(journal);

  private static Transfer transfer(String reference, Account from, Account to, String amount) {
    return new Transfer(reference, T0, from, to, ETHER, new BigInteger(amount), "");
  }

  @Test
  void whatOneLosesAnotherGains() {
    var much = "115792089237316195423570985008687907853269984665640564039457584007913129639935";
    assertThat(ledger.enter(transfer("1", ANNA, BERTA, much))).isEqualTo(new Ledger.Entered.Now());
    assertThat(ledger.enter(transfer("2", ANNA, BERTA, "1"))).isEqualTo(new Ledger.Entered.Now());
    var gained = new BigInteger(much).add(BigInteger.ONE);
    assertThat(ledger.balance(BERTA)).isEqualTo(Map.of(ETHER, gained));
    assertThat(ledger.balance(ANNA)).isEqualTo(Map.of(ETHER, gained.negate()));
    assertThat(ledger.balance(CLARA)).isEmpty();
  }

  @Test
  void aReferenceUsedTwicePaysOnce() {
    var first = transfer("1", ANNA, BERTA, "5");
    ledger.enter(first);
    assertThat(ledger.enter(first)).isEqualTo(new Ledger.Entered.Before());
    assertThat(ledger.enter(transfer("1", ANNA, CLARA, "5")))
        .isEqualTo(new Ledger.Entered.Contradicts(first));
    assertThat(ledger.balance(BERTA)).isEqualTo(Map.of(ETHER, new BigInteger("5")));
    assertThat(ledger.balance(CLARA)).isEmpty();
  }

  @Test
  void anotherProcessGoesOnWithIt() {
    ledger.enter(transfer("1", ANNA, BERTA, "5"));
    var next = new Ledger(journal);
    assertThat(next.balance(BERTA)).isEqualTo(ledger.balance(BERTA));
    assertThat(next.enter(transfer("1", ANNA, BERTA, "5"))).isEqualTo(new Ledger.Entered.Before());
    assertThat(next.latest(ANNA, 10)).containsExactly(transfer("1", ANNA, BERTA, "5"));
  }

  @Test
  void onAFullDiskNothingMoves() {
    journal.full(true);
    var transfer = transfer("1", ANNA, BERTA, "5");
    assertThatThrownBy(() -> ledger.enter(transfer)).isInstanceOf(JournalException.class);
    assertThat(ledger.balance(BERTA)).isEmpty();
    journal.full(false);
    assertThat(ledger.enter(transfer)).isEqualTo(new Ledger.Entered.Now());
  }

  @Test
  void whatWasEnteredThoughItFailedIsCountedOnceItIsFound() {
    journal.failing(_ -> FaultyJournal.Fault.KEPT);
    var transfer = transfer("1", ANNA, BERTA, "5");
    assertThatThrownBy(() -> ledger.enter(transfer)).isInstanceOf(JournalException.class);
    journal.full(false);
    for (int i = 0; i < 2; i++)
      assertThat(ledger.enter(transfer)).isEqualTo(new Ledger.Entered.Before());
    assertThat(ledger.balance(BERTA)).isEqualTo(Map.of(ETHER, new BigInteger("5")));
  }

  @Test
  void ofTimeAMillisecondCounts() {
    var fine = new Transfer("1", T0.plusNanos(1_234_567), ANNA, BERTA, ETHER, BigInteger.ONE, "");
    ledger.enter(fine);
    assertThat(ledger.enter(fine)).isEqualTo(new Ledger.Entered.Before());
  }

  @Test
  void allAccountsTogetherAreWorthNothing() {
    var random = new Random(1);
    var accounts = new Account[] {ANNA, BERTA, CLARA};
    for (int i = 0; i < 1000; i++) {
      int from = random.nextInt(3);
      int to = (from + 1 + random.nextInt(2)) % 3;
      ledger.enter(
          transfer(
              "r" + random.nextInt(500),
              accounts[from],
              accounts[to],
              Integer.toString(1 + random.nextInt(1000))));
      var sum = BigInteger.ZERO;
      for (var account : accounts)
        for (var amount : ledger.balance(account).values()) sum = sum.add(amount);
      assertThat(sum).isZero();
    }
  }

  @Test
  void theLatestComeFirst() {
    for (int i = 0; i < 5; i++)
      ledger.enter(
          new Transfer("r" + i, T0.plusSeconds(i), ANNA, BERTA, ETHER, BigInteger.ONE, ""));
    assertThat(ledger.latest(BERTA, 2)).extracting(Transfer::reference).containsExactly("r4", "r3");
    assertThat(ledger.latest(CLARA, 2)).isEmpty();
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> transfer("1", ANNA, BERTA, "0"))
        .hasMessageContaining("more than zero");
    assertThatThrownBy(() -> transfer("1", ANNA, ANNA, "1")).hasMessageContaining("itself");
    assertThatThrownBy(() -> transfer("a b", ANNA, BERTA, "1")).hasMessageContaining("reference");
    assertThatThrownBy(() -> new Account("")).hasMessageContaining("visible");
    assertThatThrownBy(() -> new Asset("ether")).hasMessageContaining("not the id of an asset");
    assertThat(Asset.token(31337, "0x" + "a".repeat(40)).id())
        .isEqualTo("eip155:31337/erc20:0x" + "a".repeat(40));
  }
}
