package atoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ShellWordsTest {
  @Test
  void wordsAreSplitAsAShellDoes() {
    assertThat(ShellWords.split("a 'b c' \"d \\\" e\" f\\ g '' h"))
        .containsExactly("a", "b c", "d \" e", "f g", "", "h");
    assertThat(ShellWords.split(" \t ")).isEmpty();
  }

  @Test
  void withinDoubleQuotesABackslashIsItselfBeforeWhatNeedsNone() {
    assertThat(ShellWords.split("\"a\\nb\\\\\"")).containsExactly("a\\nb\\");
  }

  @Test
  void anOpenQuotationMarkIsRefused() {
    for (var open : new String[] {"'a", "\"a", "a 'b\"c"})
      assertThatIllegalArgumentException().isThrownBy(() -> ShellWords.split(open));
  }
}
