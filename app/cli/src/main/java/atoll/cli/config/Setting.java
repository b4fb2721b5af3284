package atoll.cli.config;

import java.util.List;
import java.util.Locale;

/**
 * One thing that can be set, with the name that it has in the original's file (DMS §12.3).
 *
 * @param key dotted, like {@code rest.port}
 * @param standard its value where nobody set it; {@code ~} begins the user's home, items of a list
 *     are separated by commas
 * @param secret whether its value is shown as {@code ***}
 * @param aliases other keys that mean the same, from later versions of the original
 */
public record Setting(
    String key, Kind kind, String standard, boolean secret, List<String> aliases) {
  public Setting {
    aliases = List.copyOf(aliases);
  }

  /** What values look like. */
  public enum Kind {
    TEXT("text"),
    FOLDER("a path"),
    INTEGER("a whole number"),
    PORT("a port, 1 to 65535"),
    TRUTH("true or false"),
    DURATION("a length of time in seconds, or like 5s or 2m"),
    LEVEL("one of DEBUG, INFO, WARN, ERROR"),
    LIST("a list");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** What is allowed, for people. */
    public String words() {
      return words;
    }

    boolean accepts(String text) {
      return switch (this) {
        case TEXT, LIST -> text.chars().noneMatch(Character::isISOControl);
        case FOLDER -> !text.isBlank() && text.chars().noneMatch(Character::isISOControl);
        case INTEGER -> text.matches("\\d{1,18}");
        case PORT -> text.matches("[1-9]\\d{0,4}") && Integer.parseInt(text) <= 65535;
        case TRUTH -> text.equals("true") || text.equals("false");
        case DURATION -> text.matches("\\d{1,9}(ms|s|m|h)?");
        case LEVEL ->
            List.of("DEBUG", "INFO", "WARN", "ERROR").contains(text.toUpperCase(Locale.ROOT));
      };
    }
  }

  /** The environment variable that overrides it: {@code DMS_REST_PORT}. */
  public String variable() {
    return "DMS_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** As it may be shown. */
  public String shown(String value) {
    return secret && !value.isEmpty() ? "***" : value;
  }
}
