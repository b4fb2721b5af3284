package atoll.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComposeImportTest {
  @Test
  void aComposeFileBecomesAnEnsembleFile() {
    var translated = translated(golden("compose.yaml"));

    assertThat(translated.ensembleYaml()).isEqualTo(golden("compose-ensemble.yaml"));
    assertThat(String.join("\n", translated.notes()) + "\n").isEqualTo(golden("compose-notes.txt"));
  }

  @Test
  void whatIsWrittenIsAValidEnsemble() {
    var ensemble = Given.parsed(translated(golden("compose.yaml")).ensembleYaml());

    assertThat(ensemble.allocations()).hasSize(3);
    assertThat(ensemble.nodes()).hasSize(1);
  }

  @Test
  void aLineIsEnough() {
    var ensemble = Given.parsed(translated("services: {web: {image: nginx}}").ensembleYaml());

    assertThat(ensemble.nodes().values())
        .singleElement()
        .satisfies(node -> assertThat(node.ports()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "8080 | {public: 0, private: 8080, allocation: a}",
        "'8080:80' | {public: 8080, private: 80, allocation: a}",
        "'0.0.0.0:8080:80/tcp' | {public: 8080, private: 80, allocation: a}",
        "'[::1]:8080:80' | {public: 8080, private: 80, allocation: a}",
        "'127.0.0.1::80' | {public: 0, private: 80, allocation: a}",
        "{target: 80, published: 8080, protocol: tcp} | {public: 8080, private: 80, allocation: a}",
        "{target: 80} | {public: 0, private: 80, allocation: a}",
      })
  void portsAreReadInEveryForm(String written, String entry) {
    assertThat(translated("services: {a: {image: x, ports: [" + written + "]}}").ensembleYaml())
        .endsWith("    ports:\n      - " + entry + "\n");
  }

  @Test
  void aTestInAShellOrWithoutOrNotAtAll() {
    assertThat(health("[CMD, curl, -f, 'http://localhost']"))
        .contains("exec: [curl, \"-f\", \"http://localhost\"]");
    assertThat(health("[CMD-SHELL, 'a && b']")).contains("exec: [/bin/sh, \"-c\", \"a && b\"]");
    assertThat(health("[NONE]")).doesNotContain("healthcheck");
  }

  @Test
  void aCommandWithAnOpenQuotationMarkIsTold() {
    assertThat(translated("services: {a: {image: x, command: \"echo 'a b\"}}").notes())
        .anySatisfy(note -> assertThat(note).contains("a quotation mark is not closed"));
  }

  @Test
  void whatIsStillInvalidIsTold() {
    assertThat(translated("services: {a: {image: 'NOT AN IMAGE'}}").notes())
        .anySatisfy(note ->
            assertThat(note)
                .startsWith("still to be corrected: ensemble:")
                .contains("is not an image name"));
  }

  @Test
  void whatIsNoComposeFileIsRefused() {
    for (var text : List.of("", "[", "a: 1", "services: [a]", "services: {a: 3}"))
      assertThat(ComposeImport.translate("c.yaml", text.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(ComposeImport.Result.Invalid.class);
  }

  @Test
  void mutatedFilesGiveAResult() {
    var bytes = golden("compose.yaml").getBytes(StandardCharsets.UTF_8);
    for (int seed = 0; seed < 500; seed++)
      assertThat(ComposeImport.translate("c", EnsembleFuzzTest.mutate(bytes, new Random(seed))))
          .as("seed %d", seed)
          .isNotNull();
  }

  private static String health(String test) {
    return translated("services: {a: {image: x, healthcheck: {test: " + test + "}}}")
        .ensembleYaml();
  }

  private static ComposeImport.Result.Translated translated(String compose) {
    return switch (ComposeImport.translate("c.yaml", compose.getBytes(StandardCharsets.UTF_8))) {
      case ComposeImport.Result.Translated translated -> translated;
      case ComposeImport.Result.Invalid(var problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  private static String golden(String name) {
    try (var in = Objects.requireNonNull(ComposeImportTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
