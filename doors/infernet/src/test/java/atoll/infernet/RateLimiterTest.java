package atoll.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.infernet.config.RateLimit;
import java.net.InetAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who counts as one caller, and how many are known (Infernet §2.8). */
class RateLimiterTest {
  private long seconds;
  private final RateLimiter limiter =
      new RateLimiter(new RateLimit(2, 10), () -> seconds * 1_000_000_000, 3);

  private boolean letsIn(String who) {
    return !ask(who).isRejection();
  }

  private RateLimiter.Verdict ask(String who) {
    return limiter.ask("/info", InetAddress.ofLiteral(who));
  }

  @Test
  @DisplayName("all addresses of one IPv6 network are one caller, each IPv4 address is another")
  void networks() {
    assertThat(letsIn("2001:db8::1")).isTrue();
    assertThat(letsIn("2001:db8::ffff:2")).isTrue();
    assertThat(letsIn("2001:db8:0:0:abcd::3")).isFalse();
    assertThat(letsIn("2001:db8:0:1::1")).isTrue();
    assertThat(letsIn("10.0.0.1")).isTrue();
  }

  @Test
  void callersBeyondTheBoundAreRejectedUntilOthersCountForNothing() {
    for (int i = 0; i < 3; i++) assertThat(letsIn("10.0.0." + i)).isTrue();
    var rejected = ask("10.0.0.9");
    assertThat(rejected.isRejection()).isTrue();
    assertThat(rejected.retryAfterSeconds()).isEqualTo(10);
    assertThat(letsIn("10.0.0.1")).as("one that is known").isTrue();
    seconds = 9;
    assertThat(letsIn("10.0.0.9")).as("looked through once a period").isFalse();
    seconds = 10;
    for (int i = 5; i < 8; i++) assertThat(letsIn("10.0.0." + i)).isTrue();
    assertThat(letsIn("10.0.0.9")).isFalse();
  }
}
