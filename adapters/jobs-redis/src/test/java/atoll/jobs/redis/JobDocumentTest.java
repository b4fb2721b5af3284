package atoll.jobs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.jobs.Job;
import atoll.jobs.JobId;
import atoll.jobs.JobStatus;
import atoll.jobs.ServiceName;
import atoll.jobs.StepResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobDocumentTest {
  private static final JobId ID = new JobId("j-1");

  @Test
  void itHasTheOriginalsMembers() {
    assertThat(JobDocument.write(new Job(ID, JobStatus.RUNNING, List.of())))
        .isEqualTo(
            "{\"id\":\"j-1\",\"status\":\"running\",\"intermediate_results\":[],\"result\":null}");
    assertThat(JobDocument.write(new Job(ID, JobStatus.FAILED, steps())))
        .isEqualTo(
            "{\"id\":\"j-1\",\"status\":\"failed\","
                + "\"intermediate_results\":[{\"container\":\"a\",\"output\":{\"x\": [1e400, NaN, 12345678901234567890]}},"
                + "{\"container\":\"b\",\"output\":\"é\\ud800\"}],"
                + "\"result\":{\"container\":\"c\",\"error\":\"it broke\"}}");
  }

  @Test
  void whatIsWrittenIsReadToTheLetter() {
    for (var status : JobStatus.values()) {
      var job = new Job(ID, status, status == JobStatus.RUNNING ? List.of() : steps());
      assertThat(JobDocument.read(ID, JobDocument.write(job))).contains(job);
    }
  }

  @Test
  void longNumbersAreKept() {
    var job =
        new Job(
            ID,
            JobStatus.SUCCESS,
            List.of(new StepResult.Output(new ServiceName("a"), "9".repeat(4000))));
    assertThat(JobDocument.read(ID, JobDocument.write(job))).contains(job);
  }

  @Test
  void whatTheOriginalWroteIsRead() {
    var text =
        """
        {"id": "j-1", "result": {"container": "a", "output": {"got": [1, 2.50]}}, "more": {"x": [{}]}, "status": "success", "intermediate_results": []}\
        """;
    assertThat(JobDocument.read(ID, text))
        .contains(
            new Job(
                ID,
                JobStatus.SUCCESS,
                List.of(new StepResult.Output(new ServiceName("a"), "{\"got\": [1, 2.50]}"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "hello",
        "{\"status\":\"lost\"}",
        "{\"status\":1}",
        "{\"status\":\"success\",\"result\":{\"output\":1}}",
        "{\"status\":\"success\",\"result\":{\"container\":\"a\",\"output\":{\"x\":"
      })
  void whatIsNoJobIsNone(String text) {
    assertThat(JobDocument.read(ID, text)).isEmpty();
  }

  private static List<StepResult> steps() {
    return List.of(
        new StepResult.Output(new ServiceName("a"), "{\"x\": [1e400, NaN, 12345678901234567890]}"),
        new StepResult.Output(new ServiceName("b"), "\"é\\ud800\""),
        new StepResult.Failure(new ServiceName("c"), "it broke"));
  }
}
