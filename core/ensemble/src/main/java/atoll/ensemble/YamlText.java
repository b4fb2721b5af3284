package atoll.ensemble;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Text as YAML, quoted where it could be read as anything else. */
final class YamlText {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*|[0-9]{1,9}(?:ms|s|m|h)");

  /** Words that some YAML reader takes for a truth or for nothing. */
  private static final Set<String> WORDS =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

  private YamlText() {}

  static String of(String text) {
    if (PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(java.util.Locale.ROOT)))
      return text;
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\t' -> quoted.append("\\t");
            default -> {
              if (c < 0x20 || c >= 0x7f && c < 0xa0 || c == 0x2028 || c == 0x2029 || c == 0xfeff)
                quoted.append("\\u%04x".formatted(c));
              else quoted.appendCodePoint(c);
            }
          }
        });
    return quoted.append('"').toString();
  }

  /** {@code [a, "b c"]}. */
  static String list(List<String> texts) {
    return "[" + String.join(", ", texts.stream().map(YamlText::of).toList()) + "]";
  }
}
