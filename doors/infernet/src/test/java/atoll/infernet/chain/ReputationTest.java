package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.Addresses;
import atoll.journal.InMemoryJournal;
import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who is not worked for a while, and for how long (Infernet §9.9). */
class ReputationTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Address OWNER = owner(1);
  private static final Address OTHER = owner(2);

  private final InMemoryJournal journal = new InMemoryJournal();
  private final Reputation reputation = new Reputation(journal, "chain");

  @Test
  @DisplayName("three intervals that are given up hold up nothing, and one success forgives them")
  void someAreBorne() {
    for (int round = 0; round < 2; round++) {
      for (int i = 1; i < Reputation.BORNE; i++)
        assertThat(reputation.reverted(OWNER, NOW)).isEmpty();
      assertThat(reputation.holds(OWNER, NOW)).isEmpty();
      reputation.delivered(OWNER);
    }
    assertThat(journal.all("chain-reputation")).isEmpty();
  }

  @Test
  void pausesGrowUpToSixHoursAndAreTheOwnersAlone() {
    distrust();
    assertThat(reputation.holds(OTHER, NOW)).isEmpty();
    var now = NOW;
    var pauses = new ArrayList<Long>();
    for (int i = 0; i < 11; i++) {
      var standing = reputation.holds(OWNER, now).orElseThrow();
      pauses.add(Duration.between(now, standing.until()).toMinutes());
      assertThat(standing.said()).contains(OWNER.toString(), standing.until().toString());
      now = standing.until();
      assertThat(reputation.holds(OWNER, now)).isEmpty();
      assertThat(reputation.reverted(OWNER, now)).isPresent();
    }
    assertThat(pauses).isEqualTo(List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 360L, 360L));
    reputation.delivered(OWNER);
    assertThat(reputation.holds(OWNER, now)).isEmpty();
  }

  @Test
  void thoseUnderWayWhenAPauseBeginsMakeItNoLonger() {
    distrust();
    for (int i = 0; i < 50; i++) assertThat(reputation.reverted(OWNER, NOW)).isEmpty();
    assertThat(reputation.holds(OWNER, NOW).orElseThrow().until())
        .isEqualTo(NOW.plus(Duration.ofMinutes(1)));
  }

  @Test
  void afterAPauseOneIsTriedAndOthersWaitForIt() {
    distrust();
    var later = NOW.plus(Duration.ofMinutes(1));
    assertThat(reputation.holds(OWNER, later)).isEmpty();
    var next = reputation.holds(OWNER, later).orElseThrow().until();
    assertThat(next).isEqualTo(later.plus(Duration.ofMinutes(1)));
    assertThat(reputation.holds(OWNER, next)).as("the one is taken for lost").isEmpty();
  }

  @Test
  void aRestartForgetsNothingAndAnotherChainHasItsOwn() {
    distrust();
    var again = new Reputation(journal, "chain");
    assertThat(again.holds(OWNER, NOW)).isEqualTo(reputation.holds(OWNER, NOW));
    assertThat(again.holds(OWNER, NOW)).isPresent();
    assertThat(new Reputation(journal, "another").holds(OWNER, NOW)).isEmpty();
  }

  @Test
  void strangersFillNoMemoryAndNoJournal() {
    distrust();
    for (int i = 0; i < Reputation.MOST_OWNERS; i++) reputation.reverted(owner(100 + i), NOW);
    assertThat(journal.all("chain-reputation")).hasSize(Reputation.MOST_OWNERS);
    assertThat(reputation.holds(OWNER, NOW)).as("the oldest").isEmpty();
  }

  private void distrust() {
    for (int i = 0; i < Reputation.BORNE; i++) reputation.reverted(OWNER, NOW);
    assertThat(reputation.holds(OWNER, NOW)).isPresent();
  }

  private static Address owner(long number) {
    return Addresses.of(BigInteger.valueOf(number));
  }
}
