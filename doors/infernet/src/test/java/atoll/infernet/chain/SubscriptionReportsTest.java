package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.infernet.SubscriptionReport.State;
import atoll.subscriptions.SubscriptionKey;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class SubscriptionReportsTest {
  @Test
  void theLatestReportOfEachCountsAndTheOldestGoFirst() {
    var reports = new SubscriptionReports(InstantSource.fixed(Instant.EPOCH));
    for (long id = 0; id < 20_100; id++)
      reports.of(new SubscriptionKey.OnChain(id), State.TRACKED, "");
    reports.of(new SubscriptionKey.OnChain(100), State.WAITING, "x".repeat(1000));
    var all = reports.all();
    assertThat(all).hasSize(20_000);
    assertThat(all.getFirst().id()).isEqualTo("100");
    assertThat(all.getFirst().reason()).hasSizeLessThan(600);
    assertThat(all.getLast().id()).isEqualTo("101");
  }
}
