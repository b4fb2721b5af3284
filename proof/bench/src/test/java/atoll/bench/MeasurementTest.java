package atoll.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MeasurementTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void aLineSaysWhatWasMeasuredInWhichUnitAndHowOften() {
    var json = Measurement.of("gang", Samples.of(900.04, 1200, 800)).json();
    assertThat(json)
        .startsWith("{\"bench\":\"gang\",\"unit\":\"ms\",\"value\":900,\"n\":3,")
        .doesNotContain("\n");
    var line = JSON.readTree(json);
    assertThat(number(line, "min")).isEqualTo(800);
    assertThat(number(line, "max")).isEqualTo(1200);
    assertThat(number(line, "at_most")).isEqualTo(1000);
    assertThat(line.get("reached").booleanValue()).isTrue();
  }

  @Test
  void aFigureThatIsMissedIsSaidToBe() {
    var line = JSON.readTree(Measurement.of("envelope", Samples.of(19_000)).json());
    assertThat(number(line, "at_least")).isEqualTo(20_000);
    assertThat(line.get("reached").booleanValue()).isFalse();
  }

  @Test
  void whatIsRawStandsBesideIt() {
    var measured =
        Measurement.of("cli-start", Samples.of(150))
            .with("bytes", 0.25)
            .beside("java", Samples.of(50));
    var line = JSON.readTree(measured.json());
    assertThat(line.get("peer").stringValue()).isEqualTo("java");
    assertThat(number(line, "peer_value")).isEqualTo(50);
    assertThat(number(line, "ratio")).isEqualTo(3);
    assertThat(number(line, "bytes")).isEqualTo(0.25);
  }

  @Test
  void theValueIsTheMiddleOne() {
    assertThat(Samples.of(9, 1, 2).median()).isEqualTo(2);
    assertThat(Samples.of(4, 1, 9, 2).median()).isEqualTo(3);
  }

  @Test
  void nothingMeasuredIsNoMeasurement() {
    assertThatThrownBy(Samples::of).hasMessageContaining("nothing");
    assertThatThrownBy(() -> Samples.of(1, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> Measurement.of("speed", Samples.of(1))).hasMessageContaining("speed");
  }

  private static double number(JsonNode line, String name) {
    return line.get(name).doubleValue();
  }
}
