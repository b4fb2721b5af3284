package atoll.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PassphrasesTest {

  @Test
  void theEnvironmentComesBeforeAnyPrompt() {
    var passphrases =
        new Passphrases(
            Map.of("DMS_PASSPHRASE", "secret"),
            question -> {
              throw new AssertionError("asked: " + question);
            });
    assertThat(passphrases.existing("dms")).containsExactly('s', 'e', 'c', 'r', 'e', 't');
    assertThat(passphrases.chosen("dms")).containsExactly('s', 'e', 'c', 'r', 'e', 't');
  }

  @Test
  void aNewPassphraseIsAskedForTwice() {
    assertThat(answering("a", "a").chosen("dms")).containsExactly('a');
    assertThat(answering("a").existing("dms")).containsExactly('a');
    assertThatExceptionOfType(KeystoreException.class)
        .isThrownBy(() -> answering("a", "b").chosen("dms"))
        .withMessageContaining("differ");
  }

  @Test
  void nothingIsNoPassphrase() {
    assertThatExceptionOfType(KeystoreException.class)
        .isThrownBy(() -> answering("").existing("dms"));
    assertThatExceptionOfType(KeystoreException.class)
        .isThrownBy(() -> answering().existing("dms"))
        .withMessageContaining("DMS_PASSPHRASE");
  }

  private static Passphrases answering(String... answers) {
    var waiting = new ArrayDeque<>(List.of(answers));
    return new Passphrases(
        Map.of(), _ -> Optional.ofNullable(waiting.poll()).map(String::toCharArray));
  }
}
