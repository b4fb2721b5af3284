package atoll.infernet.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Python's way with JSON (Infernet §3.2, A.5). */
class PythonTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"output\":\"hello\"}|{'output': 'hello'}",
        "[true,false,null]|[True, False, None]",
        "[1.0,0.0001,0.00001,1e16,1e15,-0.0,123456789.125,5e-324,1e22]|[1.0, 0.0001, 1e-05, 1e+16, 1000000000000000.0, -0.0, 123456789.125, 5e-324, 1e+22]",
        "[NaN,Infinity,1e999,-1e999]|[nan, inf, inf, -inf]",
        "123456789012345678901234567890|123456789012345678901234567890",
        "[\"it's\",\"say \\\"it's\\\"\",\"\\\\\"]|[\"it's\", 'say \"it\\'s\"', '\\\\']",
        "[\"\\n\\r\\t\\u0001\\u00e9\\u2028\\ue000\\ud83d\\ude00\"]|['\\n\\r\\t\\x01\u00e9\\u2028\\ue000\ud83d\ude00']",
        "{\"a\":1,\"b\":2,\"a\":3}|{'a': 3, 'b': 2}",
      })
  void isWhatStrMakesOfIt(String json, String text) {
    assertThat(PythonText.of(PythonJson.read(json.getBytes(UTF_8)))).isEqualTo(text);
  }

  @Test
  void whatIsWrittenIsSortedAsciiWithoutBlanks() {
    var tree =
        PythonJson.read(
            "{\"b\": 1.50, \"a\": [\"\u00e9\u007f/\ud83d\ude00\", null]}".getBytes(UTF_8));
    assertThat(PythonJson.writeSorted(tree))
        .isEqualTo("{\"a\":[\"\\u00e9\\u007f/\\ud83d\\ude00\",null],\"b\":1.5}");
    assertThat(PythonJson.write(tree)).startsWith("{\"b\":1.5,");
  }
}
