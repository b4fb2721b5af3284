package atoll.infernet.json;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.json.MalformedJsonException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PythonJsonTest {
  @ParameterizedTest
  @MethodSource("wrong")
  void whatIsWrongIsSaidInWordsAndNotInNamesOfCode(String text, String said) {
    assertThatThrownBy(() -> PythonJson.read(text))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining(said)
        .message()
        .doesNotContainPattern("[a-z]{2}[A-Z][a-z]|`|_[A-Z]");
  }

  static List<Arguments> wrong() {
    return List.of(
        Arguments.of("", "there is no document"),
        Arguments.of("[".repeat(300), "nests too deep"),
        Arguments.of("1".repeat(20_000), "a number"),
        Arguments.of("{} 1", "something follows"),
        Arguments.of("{\"a\" 1}", "line 1, column"),
        Arguments.of("{\"key\": secret}", "line 1, column"));
  }
}
