package atoll.node;

import atoll.cli.Paint;
import atoll.kernel.json.CanonicalJson;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import org.slf4j.event.KeyValuePair;

/** A line of an Infernet node's log, as the original's operators search it (Infernet §7). */
abstract sealed class InfernetLine extends EncoderBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private InfernetLine() {}

  /** For people: time, level, event, logger, then {@code key=value}. */
  static final class OfConsole extends InfernetLine {
    private final Paint paint;

    OfConsole(Paint paint) {
      this.paint = paint;
    }

    @Override
    String line(ILoggingEvent event) {
      var line = new StringBuilder();
      line.append(time(event)).append(" [").append(painted(event)).append("] ");
      line.append(paint.strong("%-50s".formatted(oneLine(text(event)))));
      line.append(" [").append(event.getLoggerName()).append(']');
      for (var pair : pairs(event))
        line.append(' ').append(pair.key).append('=').append(oneLine(value(pair)));
      if (event.getThrowableProxy() != null)
        line.append('\n').append(ThrowableProxyUtil.asString(event.getThrowableProxy()).strip());
      return line.toString();
    }

    private String painted(ILoggingEvent event) {
      var level = "%-9s".formatted(level(event));
      return switch (event.getLevel().toInt()) {
        case Level.ERROR_INT -> paint.bad(level);
        case Level.WARN_INT -> paint.warning(level);
        case Level.INFO_INT -> paint.good(level);
        default -> level;
      };
    }

    /** What strangers wrote must not look like a line of its own. */
    private static String oneLine(String text) {
      var line = new StringBuilder();
      for (char c : text.toCharArray())
        if (c == '\n') line.append("\\n");
        else if (c == '\r') line.append("\\r");
        else if (Character.isISOControl(c) && c != '\t') line.append('?');
        else line.append(c);
      return line.toString();
    }
  }

  /** For programs: a JSON object. */
  static final class OfFile extends InfernetLine {
    @Override
    String line(ILoggingEvent event) {
      var json = new CanonicalJson().beginObject();
      json.name("event").value(text(event)).name("level").value(level(event));
      json.name("logger").value(event.getLoggerName()).name("timestamp").value(time(event));
      for (var pair : pairs(event)) {
        json.name(pair.key);
        switch (pair.value) {
          case Long number -> json.value(number);
          case Integer number -> json.value(number);
          case Boolean truth -> json.value(truth);
          case null, default -> json.value(value(pair));
        }
      }
      if (event.getThrowableProxy() != null)
        json.name("exception").value(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      return json.endObject().toString();
    }
  }

  abstract String line(ILoggingEvent event);

  private static String text(ILoggingEvent event) {
    return Objects.toString(event.getFormattedMessage());
  }

  private static String time(ILoggingEvent event) {
    return TIME.format(Instant.ofEpochMilli(event.getTimeStamp()));
  }

  private static String level(ILoggingEvent event) {
    return event.getLevel().equals(Level.WARN)
        ? "warning"
        : event.getLevel().toString().toLowerCase(java.util.Locale.ROOT);
  }

  private static List<KeyValuePair> pairs(ILoggingEvent event) {
    var pairs = event.getKeyValuePairs();
    return pairs == null ? List.of() : pairs;
  }

  private static String value(KeyValuePair pair) {
    return Objects.toString(pair.value);
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return (line(event) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
