package atoll.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LocalNameTest {
  @Test
  void isWhatTheEngineTakesForAName() {
    for (var name : new String[] {"hello-world", "A_1.b", "00", "a".repeat(128)})
      assertThat(LocalName.of(name)).map(LocalName::value).contains(name);
  }

  @Test
  void refusesAllElse() {
    for (var text :
        new String[] {"", "a", "-ab", ".ab", "a b", "a/b", "ä1", "ab\n", "a".repeat(129)}) {
      assertThat(LocalName.of(text)).isEmpty();
      assertThatThrownBy(() -> new LocalName(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
