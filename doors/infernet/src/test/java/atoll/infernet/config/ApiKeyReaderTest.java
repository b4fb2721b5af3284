package atoll.infernet.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.AtollException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** API keys in the file, and in one of their own (Infernet §9.17). */
class ApiKeyReaderTest {
  private static final String KEY = "0123456789abcdef";

  @TempDir Path folder;

  private static ServerConfig server(String members) {
    var json = "{\"server\":{%s}}".formatted(members);
    return ConfigReader.parse("config.json", json.getBytes(UTF_8)).server();
  }

  @Test
  void withoutAnyThereAreNone() {
    assertThat(server("").apiKeys()).isEmpty();
    assertThat(server("\"api_keys\":[],\"api_keys_file\":null").apiKeys()).isEmpty();
  }

  @Test
  void thoseOfTheListAndOfTheFileAreAllTaken() throws Exception {
    var file = Files.writeString(folder.resolve("keys"), "# a shop\n\n  file-0123456789ab \r\n");
    assertThat(server("\"api_keys\":[\"%s\"],\"api_keys_file\":\"%s\"".formatted(KEY, file)))
        .extracting(ServerConfig::apiKeys)
        .asList()
        .containsExactly(new ApiKey(KEY), new ApiKey("file-0123456789ab"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[\"\"]|server.api_keys[0]: is shorter than 16",
        "[\"0123456789abcdef\",\"too-short\"]|server.api_keys[1]: is shorter than 16",
        "[\"too short, and blank\"]|server.api_keys[0]: has a blank",
        "[\"0123456789\u00e4bcdef\"]|server.api_keys[0]: has a blank or a character",
        "[1234567890123456789]|server.api_keys[0]: is not a string",
        "\"0123456789abcdef\"|server.api_keys: is not a list",
        "null|server.api_keys: is not a list",
      })
  void wrongOnesAreToldByTheirPlaceAndNeverInTheirWords(String keys, String problem) {
    assertThatThrownBy(() -> server("\"api_keys\":" + keys))
        .isInstanceOf(AtollException.class)
        .hasMessageContaining(problem)
        .message()
        .doesNotContain("too", "\u00e4", "12345");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`0123456789abcdef\ntoo-short`|line 2 of the file is shorter than 16",
        "`# none\n\n`|names a file without a key",
        "``|names a file without a key",
      })
  void aFileOfWhichNothingOpensTheNodeIsRefused(String content, String problem) throws Exception {
    var file = Files.writeString(folder.resolve("keys"), content);
    assertThatThrownBy(() -> server("\"api_keys_file\":\"" + file + "\""))
        .hasMessageContaining("server.api_keys_file: " + problem)
        .message()
        .doesNotContain("too-short");
  }

  @Test
  void aFileThatIsNotThereOrNotReadableIsRefused() throws Exception {
    assertThatThrownBy(() -> server("\"api_keys_file\":\"" + folder.resolve("no") + "\""))
        .hasMessageContaining("server.api_keys_file: names no file that is there");
    assertThatThrownBy(() -> server("\"api_keys_file\":\"" + folder + "\""))
        .hasMessageContaining("server.api_keys_file: names a file that cannot be read");
    var large = Files.writeString(folder.resolve("large"), (KEY + "\n").repeat(100_000));
    assertThatThrownBy(() -> server("\"api_keys_file\":\"" + large + "\""))
        .hasMessageContaining("server.api_keys_file: names a file that is larger");
  }

  @Test
  void theyAreNotPrinted() {
    assertThat(server("\"api_keys\":[\"" + KEY + "\"]").toString())
        .contains("apiKeys=[***]")
        .doesNotContain(KEY);
  }
}
