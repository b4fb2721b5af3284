package atoll.infernet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a container that is not well is given up. */
class HealthTest {
  @Test
  void oneThatWasWellIsGivenUpAfterThreeLooksInARow() {
    var health = failed(Health.WELL, 2);
    assertThat(health.isWell()).isFalse();
    assertThat(health.isHopeless()).isFalse();
    assertThat(failed(health, 1).isHopeless()).isTrue();
  }

  @Test
  void oneThatStartsHasTenMinutes() {
    assertThat(failed(Health.UNKNOWN, 299).isHopeless()).isFalse();
    assertThat(failed(Health.UNKNOWN, 300).isHopeless()).isTrue();
    assertThat(failed(failed(Health.WELL, 3).restarted(), 3).isHopeless()).isFalse();
  }

  @Test
  void nobodyIsWellBeforeItWasLookedAt() {
    assertThat(Health.UNKNOWN.isWell()).isFalse();
    assertThat(failed(Health.WELL, 1).restarted().trouble()).isEqualTo("no");
  }

  private static Health failed(Health health, int times) {
    for (int i = 0; i < times; i++) health = health.failed("no");
    return health;
  }
}
