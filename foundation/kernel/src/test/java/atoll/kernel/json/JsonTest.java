package atoll.kernel.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void stringsAreEscapedAsGoDoes() {
    assertThat(written("<a>&\"\\\n\r\t\b\f\u0001\u007f\u2028\u2029/é😀"))
        .isEqualTo(
            "\"\\u003ca\\u003e\\u0026\\\"\\\\\\n\\r\\t\\b\\f\\u0001\u007f\\u2028\\u2029/é😀\"");
  }

  @Test
  void halfASurrogatePairIsReplaced() {
    assertThat(written("a\ud83db")).isEqualTo("\"a\\ufffdb\"");
    assertThat(written("\ude00")).isEqualTo("\"\\ufffd\"");
  }

  @Test
  void unsignedNumbersKeepAllTheirDigits() {
    assertThat(new CanonicalJson().unsigned(-1L).toString()).isEqualTo("18446744073709551615");
  }

  @Test
  void aTreeIsWrittenInItsOwnOrder() {
    var text = "{\"b\":[1,2.50,true,null],\"a\":{\"x\":\"y\"}}";
    assertThat(new CanonicalJson().tree(StrictJson.MESSAGE.read(text.getBytes(UTF_8))).toString())
        .isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\":1,\"a\":2}",
        "{} {}",
        "[1,]",
        "{\"a\":91e9972652470190}",
        "{\"a\":NaN}",
        "nul",
        "{'a':1}"
      })
  void whatTwoParsersCouldReadDifferentlyIsRefused(String text) {
    assertThatThrownBy(() -> StrictJson.MESSAGE.read(text.getBytes(UTF_8)))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void tooDeepAndTooLargeAreRefused() {
    assertThatThrownBy(() -> new StrictJson(1000, 8).read("[".repeat(9).getBytes(UTF_8)))
        .isInstanceOf(MalformedJsonException.class);
    assertThatThrownBy(() -> new StrictJson(8, 8).read("\"123456789\"".getBytes(UTF_8)))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("at most 8");
  }

  @Test
  void membersAreFoundInAnyCaseButNotTwice() {
    assertThat(fields("{\"EnsembleID\":\"e\"}").text("ensembleid")).isEqualTo("e");
    assertThatThrownBy(() -> fields("{\"ID\":\"a\",\"id\":\"b\"}"))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void aMemberOfTheWrongTypeIsRefusedByItsPath() {
    assertThatThrownBy(() -> fields("{\"a\":{\"b\":\"x\"}}").object("a").integer("b"))
        .hasMessageContaining("a.b is not a number");
    assertThatThrownBy(() -> fields("{}").text("missing"))
        .hasMessageContaining("missing is missing");
    assertThat(fields("{\"n\":5.0}").integer("n")).isEqualTo(5);
    assertThatThrownBy(() -> fields("{\"n\":5.5}").integer("n"))
        .hasMessageContaining("whole number");
  }

  private static Fields fields(String json) {
    return Fields.of(StrictJson.MESSAGE.read(json.getBytes(UTF_8)));
  }

  private static String written(String text) {
    return new CanonicalJson().value(text).toString();
  }
}
