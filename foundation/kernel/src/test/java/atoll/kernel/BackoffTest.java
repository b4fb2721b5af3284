package atoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Backoff BACKOFF = new Backoff(SECOND, Duration.ofSeconds(5));

  @Test
  void doublesUpToTheLongest() {
    assertThat(Stream.iterate(BACKOFF.first(), BACKOFF::after).limit(5))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 5L, 5L);
  }

  @Test
  void countsFailures() {
    assertThat(Stream.of(1, 2, 3, 4, Integer.MAX_VALUE).map(BACKOFF::afterFailures))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 5L, 5L);
  }

  @Test
  void isNotOfPausesThatAreNoPauses() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, SECOND));
    assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(SECOND.plusNanos(1), SECOND));
  }
}
