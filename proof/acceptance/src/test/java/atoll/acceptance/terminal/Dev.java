package atoll.acceptance.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** A network that {@code ./atoll dev} started; ^C ends it. */
public record Dev(Running running, Path home) implements AutoCloseable {
  private static final Duration READY = Duration.ofMinutes(1);
  private static final Duration ENDED = Duration.ofSeconds(45);
  private static final Pattern PORT = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");

  public static Dev start(Shell shell, String command) {
    var running = shell.begin(command);
    try {
      running.until("it says where it answers", READY, () -> running.out().contains("http://"));
    } catch (AssertionError e) {
      running.close();
      throw e;
    }
    return new Dev(running, shell.home());
  }

  public int port() {
    var matcher = PORT.matcher(running.out());
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  public Path file() {
    return home.resolve(".atoll/dev.json");
  }

  /** Presses ^C, waits for the end, and makes sure that nothing stays behind. */
  public Answer stop() {
    var children = running.process().descendants().toList();
    var answer = running.pressControlC().end(ENDED);
    assertThat(Files.exists(file())).as("%s is gone", file()).isFalse();
    assertThat(children).as("child processes").noneMatch(ProcessHandle::isAlive);
    return answer;
  }

  @Override
  public void close() {
    if (running.process().isAlive())
      try {
        running.pressControlC().end(ENDED);
      } finally {
        running.close();
      }
  }
}
