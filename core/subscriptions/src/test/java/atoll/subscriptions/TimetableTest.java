package atoll.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Infernet §4.3. */
class TimetableTest {
  @Test
  void intervalsAreCountedFromTheSecondInWhichItBecomesActive() {
    var timetable = new Timetable(1000, 60, 3, 1);
    assertThat(timetable.isActive(999)).isFalse();
    assertThatThrownBy(() -> timetable.interval(999)).isInstanceOf(IllegalArgumentException.class);
    assertThat(timetable.interval(1000)).isEqualTo(1);
    assertThat(timetable.interval(1059)).isEqualTo(1);
    assertThat(timetable.interval(1060)).isEqualTo(2);
    assertThat(timetable.isOver(1179)).isFalse();
    assertThat(timetable.isOver(1180)).isTrue();
  }

  @Test
  void aCallbackHasOneIntervalForEver() {
    var timetable = new Timetable(1000, 0, 1, 1);
    assertThat(timetable.isCallback()).isTrue();
    assertThat(timetable.interval(4_000_000_000L)).isEqualTo(1);
    assertThat(timetable.isOver(4_000_000_000L)).isFalse();
  }

  @Test
  void aCancelledOneIsNeverActive() {
    var timetable = new Timetable(Timetable.CANCELLED, 60, 3, 1);
    assertThat(timetable.isCancelled()).isTrue();
    assertThat(timetable.isActive(Timetable.CANCELLED)).isFalse();
  }

  @Test
  void whatIsNotWithinTheChainsTypesIsRefused() {
    assertThatThrownBy(() -> new Timetable(-1, 0, 1, 1)).hasMessageContaining("32 bits");
    assertThatThrownBy(() -> new Timetable(0, 0, 1L << 32, 1)).hasMessageContaining("32 bits");
    assertThatThrownBy(() -> new Timetable(0, 0, 1, 1 << 16)).hasMessageContaining("16 bits");
  }
}
