package atoll.kernel.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class NumberLimitsTest {
  @Test
  void aNumberBeyondAnyUseIsMalformedAndNothingElse() {
    assertThatThrownBy(() -> read("{\"exp\":4102444E99999999997}"))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("exponent");
  }

  @Test
  void aNumberWithAHugeExponentIsNotWrittenOut() {
    var huge = read("1e999999999");
    assertThatThrownBy(() -> new CanonicalJson().tree(huge))
        .isInstanceOf(MalformedJsonException.class);
    var tiny = read("1e-999999999");
    assertThatThrownBy(() -> new CanonicalJson().tree(tiny))
        .isInstanceOf(MalformedJsonException.class);
    assertThat(new CanonicalJson().tree(read("[1.5e3,2]")).toString()).isEqualTo("[1500,2]");
  }

  private static JsonNode read(String text) {
    return StrictJson.MESSAGE.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
