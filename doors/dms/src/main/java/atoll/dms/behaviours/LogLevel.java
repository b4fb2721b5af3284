package atoll.dms.behaviours;

import java.util.Locale;
import java.util.Optional;

/** How much is logged, from everything to failures only. */
public enum LogLevel {
  DEBUG,
  INFO,
  WARN,
  ERROR;

  static Optional<LogLevel> parse(String text) {
    for (var level : values())
      if (level.name().equals(text.toUpperCase(Locale.ROOT))) return Optional.of(level);
    return Optional.empty();
  }
}
