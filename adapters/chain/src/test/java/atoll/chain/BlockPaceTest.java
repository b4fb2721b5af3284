package atoll.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BlockPaceTest {
  private static final Duration SHORTEST = Duration.ofMillis(500);

  private final BlockPace pace = new BlockPace(SHORTEST);

  private static Block block(long number, long timestamp) {
    var hash = Word.of(BigInteger.valueOf(number + 1));
    return new Block(
        number, hash, Word.of(BigInteger.valueOf(number)), timestamp, Optional.empty());
  }

  @Test
  @DisplayName("§9.4: a chain of twelve seconds a block is asked about twice a block, and in time")
  void slow() {
    var random = new Random(7);
    long questions = 0;
    long seen = 0;
    long latest = 0;
    long longest = 0;
    for (long millis = 0; millis < 12_000 * 1_000; ) {
      long number = millis / 12_000;
      if (number == 30) questions = 0; // by then the pace is known
      if (number > latest) {
        seen++;
        if (number > 30) longest = Math.max(longest, millis % 12_000);
      }
      latest = number;
      questions++;
      millis += pace.after(block(number, number * 12)).toMillis() + random.nextInt(100);
    }
    assertThat(seen).as("none is missed").isEqualTo(999);
    assertThat(questions).isLessThan(970 * 5 / 2);
    assertThat(longest).as("milliseconds until one is seen").isLessThan(1_500);
  }

  @Test
  void aChainOfFastBlocksIsAskedAsOftenAsItMay() {
    for (long number = 0; number < 100; number++)
      assertThat(pace.after(block(number, number / 4))).isEqualTo(SHORTEST);
  }

  @Test
  @DisplayName("one that makes blocks when somebody sends something is asked all the time")
  void uponDemand() {
    for (long number = 0; number < 100; number++) {
      long second = number / 2 * 600 + number % 2; // a question, then its answer
      assertThat(pace.after(block(number, second))).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  void oneThatWentBackIsAskedAllTheTimeAgain() {
    for (long number = 0; number < 20; number++) {
      var _ = pace.after(block(number, number * 12));
    }
    assertThat(pace.after(block(20, 240))).isGreaterThan(Duration.ofSeconds(10));
    assertThat(pace.after(block(3, 36))).isEqualTo(SHORTEST);
  }

  @Test
  @DisplayName("times that make no sense make no pause that is long")
  void lies() {
    for (long number = 0; number < 50; number++)
      assertThat(pace.after(block(number, number % 2 == 0 ? Long.MAX_VALUE : 0)))
          .isBetween(SHORTEST, Duration.ofSeconds(12));
    for (long number = 50; number < 100; number++)
      assertThat(pace.after(block(number, number << 40)))
          .isBetween(SHORTEST, Duration.ofSeconds(12));
  }
}
