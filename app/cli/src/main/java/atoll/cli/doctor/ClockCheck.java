package atoll.cli.doctor;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The machine's clock: messages and tokens count until an instant, so a wrong clock has them
 * refused.
 */
record ClockCheck(InstantSource clock) implements Check {
  /** No honest clock shows an earlier instant: this program is younger. */
  private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public Finding look() {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    if (now.isBefore(EARLIEST) || now.isAfter(LATEST))
      return Finding.fail("it shows " + now, "Set it, for example: sudo timedatectl set-ntp true");
    return Finding.ok("it shows " + now);
  }
}
