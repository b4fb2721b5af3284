package atoll.node;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.cli.Paint;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** How the original's operators see a node's events (Infernet §7). */
class InfernetLineTest {
  private static final Instant AT = Instant.parse("2030-01-02T03:04:05Z");
  private static final String TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
          .withZone(ZoneId.systemDefault())
          .format(AT);

  @Test
  @DisplayName("console: time, level padded to 9, event padded to 50, logger, key=value")
  void console() {
    assertThat(console(false).line(event(Level.INFO, "Sent tx")))
        .isEqualTo(
            TIME
                + " [info     ] Sent tx                                            [chain.processor]"
                + " id=7 err=no\\nmoney");
    assertThat(console(false).line(event(Level.WARN, "x"))).contains("[warning  ] x");
  }

  @Test
  @DisplayName("file: one JSON object a line, with event, level, logger, timestamp and the fields")
  void file() {
    assertThat(new InfernetLine.OfFile().line(event(Level.ERROR, "Sent tx")))
        .isEqualTo(
            "{\"event\":\"Sent tx\",\"level\":\"error\",\"logger\":\"chain.processor\",\"timestamp\":\""
                + TIME
                + "\",\"id\":7,\"err\":\"no\\nmoney\"}");
  }

  @Test
  void whatAStrangerWroteIsNoLineOfItsOwn() {
    var line = console(false).line(event(Level.INFO, "a\r\nSent tx\u001b[31m"));
    assertThat(line).doesNotContain("\n", "\r", "\u001b");
  }

  @Test
  void aFailureIsToldWithItsTrace() {
    var event = event(Level.ERROR, "Serving");
    event.setThrowableProxy(
        new ch.qos.logback.classic.spi.ThrowableProxy(new IllegalStateException("broken")));
    assertThat(console(false).line(event)).contains("IllegalStateException: broken");
    assertThat(new InfernetLine.OfFile().line(event))
        .contains("\"exception\":\"java.lang.IllegalStateException: broken")
        .doesNotContain("\n");
  }

  @Test
  void aTerminalHasColours() {
    assertThat(console(true).line(event(Level.ERROR, "x")))
        .contains("[\u001b[31merror    \u001b[0m] \u001b[1mx ");
  }

  private static InfernetLine console(boolean colours) {
    return new InfernetLine.OfConsole(new Paint(colours));
  }

  private static LoggingEvent event(Level level, String message) {
    var event =
        new LoggingEvent(
            "test", new LoggerContext().getLogger("chain.processor"), level, message, null, null);
    event.setInstant(AT);
    event.addKeyValuePair(new KeyValuePair("id", 7L));
    event.addKeyValuePair(new KeyValuePair("err", "no\nmoney"));
    return event;
  }
}
