package atoll.acceptance.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/** What a command that was typed answered, once it had ended. */
public record Answer(String command, int exitCode, String out, String err, Duration took) {

  /** This, if it ended with {@code code}; otherwise the test fails and shows what was said. */
  public Answer exits(int code) {
    assertThat(exitCode).as("exit code of%n%s", this).isEqualTo(code);
    return this;
  }

  public Answer says(String text) {
    assertThat(out).as("standard output of%n%s", this).contains(text);
    return this;
  }

  /** On standard error. */
  public Answer adds(String text) {
    assertThat(err).as("standard error of%n%s", this).contains(text);
    return this;
  }

  /** No command shows a stack trace, whatever happens. */
  public Answer withoutTraces() {
    assertThat(out + err)
        .as("what was said by%n%s", this)
        .doesNotContain("Exception")
        .doesNotContain("\tat ");
    return this;
  }

  public List<String> lines() {
    return out.lines().toList();
  }

  @Override
  public String toString() {
    return "$ %s%nexit code %d after %d ms%n--- standard output%n%s--- standard error%n%s"
        .formatted(command, exitCode, took.toMillis(), out, err);
  }
}
