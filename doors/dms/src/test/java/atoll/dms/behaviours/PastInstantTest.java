package atoll.dms.behaviours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.AtollException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastInstantTest {
  private static final Instant NOW = Instant.parse("2030-01-10T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "30s, 2030-01-09T23:59:30Z",
    "5m, 2030-01-09T23:55:00Z",
    "2h, 2030-01-09T22:00:00Z",
    "7d, 2030-01-03T00:00:00Z",
    "2030-01-01, 2030-01-01T00:00:00Z",
    "2030-01-01 12:30:00, 2030-01-01T12:30:00Z",
    "2030-01-01T12:30:00+02:00, 2030-01-01T10:30:00Z"
  })
  void everyFormOfTheOriginalIsRead(String text, Instant expected) {
    assertThat(PastInstant.parse(text, NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "7w",
        "-7d",
        "yesterday",
        "2030-13-01",
        "9999999999d",
        "2030-01-01T12:30:00"
      })
  void anythingElseIsRefusedWithExamples(String text) {
    assertThatThrownBy(() -> PastInstant.parse(text, NOW))
        .isInstanceOf(AtollException.class)
        .hasMessageContaining("7d");
  }
}
