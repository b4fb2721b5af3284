package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.Block;
import atoll.chain.BlockTag;
import atoll.chain.Eth;
import atoll.chain.infernet.Delivery;
import atoll.chain.infernet.InfernetContracts;
import atoll.chain.infernet.World;
import atoll.chain.infernet.World.Contract;
import atoll.settlement.Asset;
import atoll.settlement.Ledger;
import atoll.web.Metrics;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What services refuse to tell of payments keeps nobody waiting, and no payment is lost for it. */
class IncomeTest extends OnAnvil {
  private static final Pattern RANGE =
      Pattern.compile("\"fromBlock\":\"0x([0-9a-f]+)\",\"toBlock\":\"0x([0-9a-f]+)\"");
  private static final BigInteger AMOUNT = BigInteger.valueOf(1_000);

  private final AtomicLong nanos = new AtomicLong();
  private final List<long[]> asked = new ArrayList<>();
  private UnaryOperator<String> logs = said -> said;
  private Contract own;
  private Contract payer;
  private Income income;
  private Ledger ledger;

  @BeforeEach
  void service() throws Exception {
    var service = new OtherService(world.anvil::url, this::heard);
    open.add(service);
    var rpc = QuickRpc.over(service.url());
    open.add(rpc);
    own = world.wallet(world.node);
    payer = world.wallet(world.user);
    world.fee.does(world.deployer, "updateFee", 0);
    world.pay(payer.address, World.ETHER);
    payer.does(world.user, "approve", consumer.address, NOBODY, World.ETHER);
    ledger = new Ledger(journal);
    income =
        new Income(
            rpc,
            new InfernetContracts(world.at),
            own.address,
            ledger,
            journal,
            "test",
            world.anvil.chainId(),
            latest(),
            nanos::get,
            new ChainEvents(new SubscriptionReports(clock), new Metrics()));
  }

  private synchronized String heard(String said) {
    if (!said.contains("eth_getLogs")) return said;
    var range = RANGE.matcher(said);
    assertThat(range.find()).isTrue();
    asked.add(new long[] {Long.parseLong(range.group(1), 16), Long.parseLong(range.group(2), 16)});
    return logs.apply(said);
  }

  private synchronized long[] last() {
    return asked.getLast();
  }

  private synchronized long lastSize() {
    return last()[1] - last()[0] + 1;
  }

  private synchronized int looks() {
    return asked.size();
  }

  private Block latest() throws InterruptedException {
    return world.anvil.rpc().get(Eth.block(BlockTag.LATEST)).orElseThrow();
  }

  private void mine(long blocks) throws InterruptedException {
    world.anvil.command("anvil_mine", "0x" + Long.toHexString(blocks));
  }

  /** Pays the node's wallet for an answer, in the latest block, whose number is told. */
  private long pay() throws Exception {
    long id = pay(AMOUNT, payer);
    var order = new InfernetContracts(world.at).deliver(id, Delivery.trial(1, own.address));
    var _ = world.mined(world.secondNode.transactions().send(order));
    return latest().number();
  }

  private BigInteger earned() {
    return ledger.balance(income.account()).getOrDefault(Asset.coin(31337), BigInteger.ZERO);
  }

  private void look() throws InterruptedException {
    income.look(latest());
  }

  @Test
  void whatIsTooMuchAtOnceIsAskedInSmallerPiecesThatGrowAgain() throws Exception {
    pay();
    mine(120);
    logs = said -> lastSize() > 10 ? OtherService.TOO_MUCH : said;
    for (int i = 0; i < 5; i++) look();
    assertThat(lastSize()).isLessThanOrEqualTo(10);
    assertThat(earned()).isEqualTo(AMOUNT);
    logs = said -> said;
    mine(400);
    for (int i = 0; i < 30; i++) look();
    assertThat(asked).anyMatch(range -> range[1] - range[0] > 20);
    assertThat(last()[1]).isEqualTo(latest().number() - 12);
  }

  @Test
  void aBlockThatNobodyTellsOfIsTriedForMinutesAndPassedOver() throws Exception {
    long lost = pay();
    mine(1);
    pay();
    mine(12);
    logs = said -> last()[0] <= lost && last()[1] >= lost ? OtherService.TROUBLED : said;
    look();
    int before = looks();
    for (int i = 0; i < 100; i++) look();
    assertThat(looks()).as("while it rests nothing is asked").isEqualTo(before);
    for (int i = 0; i < 9; i++) {
      nanos.addAndGet(Duration.ofMinutes(1).toNanos());
      look();
    }
    assertThat(earned()).as("it was not given up early").isZero();
    for (int i = 0; i < 4; i++) {
      nanos.addAndGet(Duration.ofMinutes(1).toNanos());
      look();
    }
    assertThat(earned()).isEqualTo(AMOUNT);
    assertThat(last()[1]).isEqualTo(latest().number() - 12);
  }

  @Test
  void manyThatAServiceHasThrownAwayArePassedOverTogether() throws Exception {
    mine(50);
    long from = latest().number();
    pay();
    mine(12);
    logs = said -> last()[0] < from ? OtherService.TROUBLED : said;
    for (int i = 0; i < 30; i++) {
      nanos.addAndGet(Duration.ofMinutes(1).toNanos());
      look();
    }
    assertThat(earned()).isEqualTo(AMOUNT);
  }

  @Test
  void aServiceThatIsGoneForAWhileCostsNothing() throws Exception {
    pay();
    mine(12);
    world.anvil.command("evm_mine");
    logs = _ -> "no JSON";
    for (int i = 0; i < 50; i++) {
      nanos.addAndGet(Duration.ofMinutes(1).toNanos());
      look();
    }
    assertThat(earned()).isZero();
    logs = said -> said;
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    look();
    assertThat(earned()).isEqualTo(AMOUNT);
  }
}
