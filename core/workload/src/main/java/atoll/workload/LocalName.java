package atoll.workload;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A name by which this machine's own tools know a workload, as {@code docker logs} does: two to 128
 * letters, digits, {@code _}, {@code .} and {@code -}, a letter or digit first (Docker Engine's
 * names of containers).
 */
public record LocalName(String value) {
  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{1,127}");

  public LocalName {
    if (!FORM.matcher(value).matches())
      throw new IllegalArgumentException("no name for a workload: \"" + value + "\"");
  }

  /** Empty for what cannot be such a name. */
  public static Optional<LocalName> of(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new LocalName(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
