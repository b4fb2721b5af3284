package atoll.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.workload.Exit;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Why a container ended. */
class EndingTest {
  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

  @Test
  void itsOwnCodeIsKept() {
    assertThat(ending(5, false, null, null)).isEqualTo(new Exit.Exited(5));
    assertThat(ending(137, false, null, null))
        .as("killed from inside")
        .isEqualTo(new Exit.Exited(137));
  }

  @Test
  void whatWasAskedForAndForcedIsTheCause() {
    assertThat(ending(137, false, Exit.Cause.STOPPED, null)).isEqualTo(killed(Exit.Cause.STOPPED));
    assertThat(ending(143, false, Exit.Cause.STOPPED, null)).isEqualTo(killed(Exit.Cause.STOPPED));
    assertThat(ending(0, false, Exit.Cause.STOPPED, null)).isEqualTo(new Exit.Exited(0));
    assertThat(ending(137, true, Exit.Cause.STOPPED, null)).isEqualTo(killed(Exit.Cause.STOPPED));
  }

  @Test
  void memoryIsTheCauseUnlessTheProgramSucceededAllTheSame() {
    assertThat(ending(137, true, null, null)).isEqualTo(killed(Exit.Cause.OUT_OF_MEMORY));
    assertThat(ending(1, true, null, null)).isEqualTo(killed(Exit.Cause.OUT_OF_MEMORY));
    assertThat(ending(0, true, null, null)).isEqualTo(new Exit.Exited(0));
  }

  @Test
  void aKillAfterTheDeadlineWasForTheDeadlineEvenIfNobodyRemembers() {
    assertThat(ending(137, false, null, NOON)).isEqualTo(killed(Exit.Cause.DEADLINE));
    assertThat(ending(137, false, null, NOON.plusSeconds(1))).isEqualTo(new Exit.Exited(137));
    assertThat(ending(2, false, null, NOON)).isEqualTo(new Exit.Exited(2));
  }

  private static Exit killed(Exit.Cause cause) {
    return new Exit.Killed(cause);
  }

  private static Exit ending(
      int code,
      boolean outOfMemory,
      Exit.@org.jspecify.annotations.Nullable Cause asked,
      @org.jspecify.annotations.Nullable Instant deadline) {
    var container =
        new Container(
            "id",
            "name",
            Map.of(),
            Map.of(),
            false,
            true,
            code,
            outOfMemory,
            Optional.of(NOON),
            Optional.of(NOON),
            0);
    return Ending.of(container, Optional.ofNullable(asked), Optional.ofNullable(deadline));
  }
}
