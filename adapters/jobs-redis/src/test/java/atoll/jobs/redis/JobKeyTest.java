package atoll.jobs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.jobs.Client;
import atoll.jobs.JobId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobKeyTest {
  private static final JobId ID = new JobId("j-1");

  @ParameterizedTest
  @CsvSource({
    "10.0.0.7, 10.0.0.7:j-1",
    "0:0:0:0:0:0:0:1, ::1:j-1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1:j-1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1:j-1",
    "fe80:0:0:0:0:0:0:0, fe80:::j-1",
    "somebody, somebody:j-1"
  })
  void aClientIsWrittenAsTheOriginalWritesIt(String client, String key) {
    assertThat(JobKey.of(new Client(client), ID)).isEqualTo(key);
    assertThat(JobKey.id(new Client(client), key)).contains(ID);
  }

  @Test
  void whatALongerAddressAskedForIsNotTakenForAShorterOnes() {
    var shorter = new Client("0:0:0:0:0:0:0:1");
    assertThat(JobKey.id(shorter, "::1:2:j-1")).isEmpty();
    assertThat(JobKey.id(shorter, "::2:j-1")).isEmpty();
    assertThat(JobKey.id(new Client("10.0.0.7"), "10.0.0.70:j-1")).isEmpty();
  }

  @Test
  void theNameOfAReportedJobMayHaveColons() {
    var client = new Client("10.0.0.7");
    assertThat(JobKey.id(client, "10.0.0.7:a:b")).contains(new JobId("a:b"));
  }

  @Test
  void noLetterOfANameIsAPattern() {
    assertThat(JobKey.pattern(new Client("a*[b]?\\"))).isEqualTo("a\\*\\[b\\]\\?\\\\:*");
  }
}
