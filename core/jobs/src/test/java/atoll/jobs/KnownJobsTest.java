package atoll.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Whose names are taken, and until when. */
class KnownJobsTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Client ANNA = new Client("127.0.0.1");
  private static final JobId ID = new JobId("a");

  private final KnownJobs known = new KnownJobs(Duration.ofSeconds(900));

  @Test
  void oneThatIsReportedAgainAndAgainIsToBeForgottenOnce() {
    for (int second = 0; second < 1000; second++)
      known.lapseAt(ANNA, ID, JobStatus.RUNNING, NOW.plusSeconds(900 + second), 0);
    assertThat(known.lapsing()).isEqualTo(1);
    assertThat(known.lapsed(NOW.plusSeconds(1800), 10, Long.MAX_VALUE, 10))
        .as("it was said again")
        .isEmpty();
    assertThat(known.lapsed(NOW.plusSeconds(1900), 10, Long.MAX_VALUE, 10))
        .containsExactly(new KnownJobs.Forgotten(ANNA, ID));
    assertThat(known.lapsing()).isZero();
  }

  @Test
  void aNameIsTakenWhileItIsBeingForgotten() {
    known.lapseAt(ANNA, ID, JobStatus.FAILED, NOW, 0);
    known.lapsed(NOW, 10, Long.MAX_VALUE, 10);
    assertThat(known.find(ANNA, ID, NOW)).isEmpty();
    assertThat(known.claim(ANNA, ID, NOW)).contains(KnownJobs.Known.TAKEN);
    known.forget(ANNA, ID);
    assertThat(known.claim(ANNA, ID, NOW)).isEmpty();
  }

  @Test
  void whatHasLapsedYieldsToWhatIsAcceptedAndIsNotForgottenInItsPlace() {
    known.lapseAt(ANNA, ID, JobStatus.FAILED, NOW, 0);
    assertThat(known.claim(ANNA, ID, NOW)).isEmpty();
    assertThat(known.lapsed(NOW.plus(Duration.ofDays(1)), 10, Long.MAX_VALUE, 10)).isEmpty();
    known.promise(ANNA, ID);
    assertThat(known.find(ANNA, ID, NOW).orElseThrow().runsHere()).isTrue();
  }

  @Test
  void onlyWhatHasAnswersMakesRoomForThemAndTheLastStays() {
    var said = new JobId("said");
    known.lapseAt(ANNA, said, JobStatus.RUNNING, NOW.plusSeconds(900), 0);
    for (int i = 0; i < 3; i++)
      known.lapseAt(
          ANNA, new JobId("large-" + i), JobStatus.SUCCESS, NOW.plusSeconds(1000 + i), 100);
    assertThat(known.lapsed(NOW, 10, 250, 10))
        .extracting(KnownJobs.Forgotten::id)
        .containsExactly(new JobId("large-0"));
    assertThat(known.lapsingBytes()).isEqualTo(200);
    assertThat(known.lapsed(NOW, 10, 1, 10))
        .extracting(KnownJobs.Forgotten::id)
        .containsExactly(new JobId("large-1"));
    assertThat(known.elsewhere(NOW)).isEqualTo(1);
  }
}
