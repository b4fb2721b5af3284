package atoll.jobs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.jobs.Client;
import atoll.jobs.Job;
import atoll.jobs.JobId;
import atoll.jobs.JobStatus;
import atoll.jobs.ServiceName;
import atoll.jobs.StepResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostingsTest {
  @Test
  void whatDoesNotFitIsLeftOutAndWhatFailedComesFirst() {
    var postings = new Postings(3, 10_000);
    for (var id : List.of("1", "2", "3")) assertThat(postings.offer(posting(id, 10))).isTrue();
    assertThat(postings.offer(posting("4", 10))).as("a fourth").isFalse();
    var taken = postings.take(2);
    assertThat(taken).extracting(posting -> posting.job().id().value()).containsExactly("1", "2");
    postings.putBack(taken);
    assertThat(postings.take(9))
        .extracting(posting -> posting.job().id().value())
        .containsExactly("1", "2", "3");
    assertThat(postings.size()).isZero();
  }

  @Test
  void largeResultsCountByTheirSize() {
    var postings = new Postings(100, 10_000);
    assertThat(postings.offer(posting("1", 8000))).isTrue();
    assertThat(postings.offer(posting("2", 8000))).isFalse();
    var _ = postings.take(1);
    assertThat(postings.offer(posting("2", 8000))).isTrue();
  }

  private static Postings.Posting posting(String id, int bytes) {
    return new Postings.Posting(
        new Client("10.0.0.7"),
        new Job(
            new JobId(id),
            JobStatus.SUCCESS,
            List.of(new StepResult.Output(new ServiceName("a"), "1".repeat(bytes)))));
  }
}
