package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.actor.SteppedDispatcher;
import atoll.chain.Addresses;
import atoll.chain.Signature;
import atoll.chain.infernet.DelegatedTerms;
import atoll.infernet.DelegatedSubscription;
import atoll.jobs.ServiceName;
import atoll.journal.InMemoryJournal;
import atoll.journal.Journal;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.subscriptions.Agenda;
import atoll.subscriptions.AgendaLimits;
import atoll.subscriptions.SubscriptionKey;
import atoll.web.Metrics;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Anybody may post anything in the name of any owner (Infernet §4.7). */
class SignedSubscriptionsTest {
  private static final String OWNER = "0x" + "ab".repeat(20);
  private static final SubscriptionKey.Delegated KEY = new SubscriptionKey.Delegated(OWNER, 7);

  private final SteppedDispatcher time =
      new SteppedDispatcher(Instant.parse("2030-01-01T00:00:00Z"), new Random(1));
  private final Journal journal = new InMemoryJournal();
  private final Map<String, String> troubles = new HashMap<>();
  private final Metrics metrics = new Metrics();
  private Agenda<Served> agenda;
  private SignedSubscriptions signed;

  @BeforeEach
  void begin() {
    agenda = new Agenda<>(journal, "1-a-b", AgendaLimits.USUAL);
    signed =
        new SignedSubscriptions(
            journal,
            "1-a-b",
            this::check,
            agenda,
            time,
            time,
            new ChainEvents(new SubscriptionReports(time), metrics));
  }

  /** Data are right that say so; those of {@code troubles} no service can ask about. */
  private SignerCheck.Verdict check(PostedSubscription posted) {
    var data = posted.subscription().data();
    if (troubles.containsKey(data))
      throw new AtollException(ErrorCode.UNREACHABLE, troubles.get(data));
    if (!data.contains("right")) return new SignerCheck.Verdict.Forged("nobody");
    var terms = SomeTerms.of(Addresses.parse(OWNER), 0);
    return new SignerCheck.Verdict.Signed(
        new Served(
            terms,
            posted.services(),
            Optional.of(
                new Served.Signed(
                    new DelegatedTerms(7, 2_000_000_000L, terms),
                    Signature.of(27, BigInteger.ONE, BigInteger.ONE),
                    data,
                    posted.at()))));
  }

  private void post(String data) {
    post(7, data);
  }

  private void post(long nonce, String data) {
    signed.take(
        new DelegatedSubscription(
            new DelegatedSubscription.Signature(
                nonce, 2_000_000_000L, 27, BigInteger.ONE, BigInteger.ONE),
            new DelegatedSubscription.Terms(
                OWNER,
                0,
                0,
                1,
                1,
                false,
                "0x" + "0".repeat(40),
                BigInteger.ZERO,
                "0x" + "0".repeat(40),
                "0x" + "0".repeat(40)),
            "0x" + "1".repeat(64),
            data,
            false),
        List.of(new ServiceName("hello")),
        InetAddress.getLoopbackAddress());
  }

  private void look() {
    signed.check();
    time.settle();
  }

  private Optional<String> served() {
    return agenda.what(KEY).flatMap(Served::signed).map(Served.Signed::data);
  }

  @Test
  void aForgedOneTakesNothingFromTheOwner() {
    post("right");
    look();
    post("forged");
    look();
    assertThat(served()).contains("right");
    begin(); // as after a crash
    look();
    assertThat(served()).contains("right");
  }

  @Test
  void norDoesOneThatCameBefore() {
    post("forged");
    post("right");
    look();
    begin();
    look();
    assertThat(served()).contains("right");
  }

  @Test
  void whatIsForgedIsForgotten() {
    post("forged");
    look();
    assertThat(journal.all("delegated-subscriptions")).isEmpty();
    assertThat(served()).isEmpty();
  }

  @Test
  @DisplayName("§4.7: posted again, it is run again")
  void whatWasPostedLastCounts() {
    post("right, old");
    time.advance(Duration.ofSeconds(1));
    post("right, new");
    look();
    assertThat(served()).contains("right, new");
    assertThat(journal.all("delegated-subscriptions")).hasSize(1);
  }

  @Test
  void anOldOneThatCouldNotBeAskedAboutDoesNotComeInItsPlaceLater() {
    troubles.put("right, old", "504");
    post("right, old");
    look();
    time.advance(Duration.ofSeconds(1));
    post("right, new");
    look();
    troubles.clear();
    time.advance(Duration.ofMinutes(3));
    look();
    assertThat(served()).contains("right, new");
    assertThat(journal.all("delegated-subscriptions")).hasSize(1);
  }

  @Test
  void whatCannotBeAskedAboutKeepsNobodyElseWaiting() {
    troubles.put("right, but its contract hangs", "no answer in 6 tries");
    post(8, "right, but its contract hangs");
    post("right");
    look();
    assertThat(served()).contains("right");
    for (int i = 0; i < 40; i++) {
      time.advance(Duration.ofMinutes(2));
      look();
    }
    assertThat(journal.all("delegated-subscriptions")).as("given up in time").hasSize(1);
  }

  @Test
  void whatIsDoneIsForgotten() {
    post("right");
    look();
    signed.forget(KEY);
    assertThat(served()).isEmpty();
    assertThat(journal.all("delegated-subscriptions")).isEmpty();
  }

  @Test
  void asManyAsThereIsRoomFor() {
    var large = "right" + "x".repeat(16 << 20);
    for (int nonce = 0; nonce < 15; nonce++) post(nonce, large);
    assertThatThrownBy(() -> post(99, large))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
    post(100, "right");
    signed.check();
    time.settle();
    signed.forget(new SubscriptionKey.Delegated(OWNER, 3));
    post(99, large);
  }
}
