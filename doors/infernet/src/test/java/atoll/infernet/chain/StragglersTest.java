package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atoll.actor.VirtualThreadDispatcher;
import atoll.chain.Addresses;
import atoll.chain.Anvil;
import atoll.chain.BlockTag;
import atoll.chain.Data;
import atoll.chain.Eth;
import atoll.chain.FeePolicy;
import atoll.chain.Order;
import atoll.chain.SendOutcome;
import atoll.chain.Transaction;
import atoll.chain.Transactions;
import atoll.journal.InMemoryJournal;
import atoll.journal.Journal;
import atoll.subscriptions.Agenda;
import atoll.subscriptions.AgendaLimits;
import atoll.subscriptions.SubscriptionKey;
import atoll.subscriptions.Timetable;
import atoll.web.Metrics;
import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What left and is forgotten by all others holds up every later transaction (Infernet §4.10). */
@Timeout(180)
class StragglersTest {
  private static final Address SOMEONE =
      Addresses.parse("0x1111111111111111111111111111111111111111");
  private static final SubscriptionKey KEY = new SubscriptionKey.OnChain(5);

  private final Journal journal = new InMemoryJournal();
  private final Agenda<Served> agenda = new Agenda<>(journal, "s", AgendaLimits.USUAL);
  private final VirtualThreadDispatcher dispatcher = new VirtualThreadDispatcher("stragglers");
  private Anvil anvil;
  private SentTransactions sent;
  private Transactions transactions;
  private Stragglers stragglers;

  @BeforeEach
  void leaveOneThatNoServiceKnows() throws Exception {
    anvil = Anvil.start();
    new SentTransactions(journal, "s").leaving(payment(0));
    sent = new SentTransactions(journal, "s"); // as after a crash
    transactions =
        new Transactions(
            anvil.rpc(),
            Anvil.key(0),
            anvil.chainId(),
            new FeePolicy(
                1_000_000,
                20,
                BigInteger.TEN.pow(12),
                13,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofMillis(20),
                1),
            sent,
            System::nanoTime,
            Thread::sleep);
    transactions.reserve(sent.nonces());
    stragglers =
        new Stragglers(
            agenda,
            sent,
            transactions,
            dispatcher,
            Thread::sleep,
            new ChainEvents(new SubscriptionReports(InstantSource.system()), new Metrics()));
  }

  @AfterEach
  void end() {
    dispatcher.close();
    anvil.close();
  }

  private static Transaction.Signed payment(long nonce) {
    var price = BigInteger.TEN.pow(10);
    return new Transaction.FeeMarket(
            31337,
            nonce,
            BigInteger.ONE,
            price,
            21_000,
            Optional.of(SOMEONE),
            BigInteger.TWO,
            Data.EMPTY)
        .sign(Anvil.key(0));
  }

  private static Served served() {
    return new Served(SomeTerms.of(SOMEONE, 1000), List.of(), Optional.empty());
  }

  private BigInteger balance() throws InterruptedException {
    return anvil.rpc().get(Eth.balance(SOMEONE, BlockTag.LATEST));
  }

  @Test
  void itIsToldAgainAndWhatWaitsBehindItIsMined() throws Exception {
    var later = new CompletableFuture<SendOutcome>();
    dispatcher.execute(() -> {
      try {
        later.complete(transactions.send(Order.pay(SOMEONE, BigInteger.ONE)));
      } catch (InterruptedException | RuntimeException e) {
        later.completeExceptionally(e);
      }
    });
    await().atMost(Duration.ofSeconds(60)).until(() -> sent.nonces().equals(Set.of(0L, 1L)));
    assertThat(balance()).isZero();
    stragglers.look(0);
    assertThat(later.get()).isInstanceOf(SendOutcome.Mined.class);
    assertThat(balance()).isEqualTo(3);
    await().atMost(Duration.ofSeconds(60)).until(() -> sent.nonces().equals(Set.of(1L)));
  }

  @Test
  void whatSomebodyAsksForIsLeftToHim() throws Exception {
    agenda.track(KEY, new Timetable(1000, 0, 1, 1), served());
    var due = agenda.decide(1000, 1, Instant.EPOCH).due().getFirst();
    agenda.begin(due);
    agenda.sending(due, SentTransactions.order(payment(0)));
    stragglers.look(1000);
    assertThat(balance()).isZero();
    agenda.giveUp(due, "it is over");
    stragglers.look(1000);
    await().atMost(Duration.ofSeconds(60)).until(() -> sent.all().isEmpty());
    assertThat(balance()).isEqualTo(2);
  }
}
