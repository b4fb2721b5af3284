package atoll.actor;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.ReplayWindow.Verdict;
import java.util.HashMap;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayWindowTest {
  private final ReplayWindow window = new ReplayWindow(4);

  @Test
  void aNonceIsNewOnce() {
    assertThat(window.use(7, 100, 1)).isEqualTo(Verdict.NEW);
    assertThat(window.use(7, 100, 1)).isEqualTo(Verdict.USED);
    assertThat(window.use(6, 100, 1)).isEqualTo(Verdict.NEW);
    assertThat(window.use(8, 100, 1)).isEqualTo(Verdict.NEW);
    for (long nonce = 6; nonce <= 8; nonce++)
      assertThat(window.use(nonce, 100, 1)).isEqualTo(Verdict.USED);
  }

  @Test
  void aSenderThatCountsUpNeverFillsIt() {
    for (long nonce = 1; nonce <= 100_000; nonce++)
      assertThat(window.use(nonce, Long.MAX_VALUE, 1)).isEqualTo(Verdict.NEW);
    assertThat(window.use(1, Long.MAX_VALUE, 1)).isEqualTo(Verdict.USED);
    assertThat(window.use(100_000, Long.MAX_VALUE, 1)).isEqualTo(Verdict.USED);
  }

  @Test
  void whatExpiredIsForgotten() {
    window.use(10, 100, 1);
    assertThat(window.forget(100)).isFalse();
    assertThat(window.forget(101)).isTrue();
    assertThat(window.use(10, 200, 101)).isEqualTo(Verdict.NEW);
  }

  @Test
  void atItsBoundNewerNoncesAreTakenAndOlderOnesAreNot() {
    for (long nonce = 10; nonce <= 50; nonce += 10)
      assertThat(window.use(nonce, 100, 1)).isEqualTo(Verdict.NEW);
    assertThat(window.use(10, 100, 1)).isEqualTo(Verdict.TOO_OLD);
    assertThat(window.use(9, 100, 1)).isEqualTo(Verdict.TOO_OLD);
    assertThat(window.use(20, 100, 1)).isEqualTo(Verdict.USED);
    assertThat(window.use(60, 100, 1)).isEqualTo(Verdict.NEW);
    assertThat(window.use(9, 300, 101)).isEqualTo(Verdict.NEW);
  }

  @Test
  void noncesAreUnsigned() {
    assertThat(window.use(-1, -1, 1)).isEqualTo(Verdict.NEW);
    assertThat(window.use(0, -1, 1)).isEqualTo(Verdict.NEW);
    assertThat(window.use(-2, -1, 1)).isEqualTo(Verdict.NEW);
    assertThat(window.use(-1, -1, 1)).isEqualTo(Verdict.USED);
    assertThat(window.use(0, -1, 1)).isEqualTo(Verdict.USED);
  }

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsTakenTwiceBeforeItExpiresAndOnlyUsedOrOldOnesAreRefused(long seed) {
    var random = new Random(seed);
    var small = new ReplayWindow(1 + random.nextInt(8));
    var expiries = new HashMap<Long, Long>();
    long now = 1;
    for (int i = 0; i < 2000; i++) {
      now += random.nextInt(3);
      long nonce = random.nextInt(200);
      long expiry = now + random.nextInt(60);
      boolean used = expiries.getOrDefault(nonce, 0L) >= now;
      var verdict = small.use(nonce, expiry, now);
      if (verdict == Verdict.NEW) {
        assertThat(used).as("seed %d, nonce %d at %d", seed, nonce, now).isFalse();
        expiries.put(nonce, expiry);
      }
    }
  }
}
