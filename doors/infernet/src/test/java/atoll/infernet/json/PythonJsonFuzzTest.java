package atoll.infernet.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.json.MalformedJsonException;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes: a document that is written as it was read, or a refusal. */
class PythonJsonFuzzTest {
  @ParameterizedTest
  @MethodSource("atoll.infernet.json.HostileJson#seeds")
  void whatIsReadIsWrittenAndReadAgainAsTheSame(long seed) {
    var hostile = new HostileJson(new Random(seed));
    for (int i = 0; i < 800; i++) {
      var bytes = hostile.hostile("{\"a\":[1,2.5,\"x\"],\"b\":{\"c\":null,\"d\":true}}");
      try {
        var tree = PythonJson.read(bytes);
        var written = PythonJson.write(tree);
        var sorted = PythonJson.writeSorted(tree);
        assertThat(PythonJson.write(PythonJson.read(written)))
            .as("seed %d", seed)
            .isEqualTo(written);
        assertThat(PythonJson.writeSorted(PythonJson.read(sorted.getBytes(UTF_8))))
            .isEqualTo(sorted);
        assertThat(written + sorted).as("seed %d", seed).matches("[ -~]*");
        assertThat(PythonText.of(tree)).isNotNull();
      } catch (MalformedJsonException refusal) {
        assertThat(refusal.getMessage()).as("seed %d", seed).isNotBlank().hasSizeLessThan(500);
      }
    }
  }

  @Test
  void membersAreSortedByCodePointAlsoBeyond16Bits() {
    var tree = PythonJson.read("{\"\\ud83d\\ude00\":1,\"\\uff5e\":2,\"\\ud800\":3,\"z\":4,\"\":5}");
    assertThat(PythonJson.writeSorted(tree))
        .isEqualTo("{\"\":5,\"z\":4,\"\\ud800\":3,\"\\uff5e\":2,\"\\ud83d\\ude00\":1}");
  }

  @ParameterizedTest
  @CsvSource({"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void widerFormsAreReadWithAMarkAndWithout(String form) {
    var charset = java.nio.charset.Charset.forName(form);
    assertThat(JsonBytes.text("{\"\u00e9\":1}".getBytes(charset))).isEqualTo("{\"\u00e9\":1}");
    assertThat(JsonBytes.text("\ufeff7".getBytes(charset))).isEqualTo("7");
    assertThat(JsonBytes.text("\"\ufffd\"".getBytes(charset))).isEqualTo("\"\ufffd\"");
  }

  @Test
  @DisplayName("characters are written as Python 3.11 does, whatever this JDK knows")
  void printableCharacters() {
    var all = new byte[Character.MAX_CODE_POINT + 1];
    for (int c = 0; c < all.length; c++) all[c] = (byte) (Printable.is(c) ? 1 : 0);
    var sum = new CRC32();
    sum.update(all);
    assertThat(sum.getValue()).isEqualTo(0x215d1a43L); // of str.isprintable over all characters
    assertThat(PythonText.of(PythonJson.read("[\"\\ud83e\\udee8\"]"))).isEqualTo("['\\U0001fae8']");
  }
}
