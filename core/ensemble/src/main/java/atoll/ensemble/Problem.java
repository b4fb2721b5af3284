package atoll.ensemble;

import java.util.Locale;

/**
 * One thing that is wrong with an ensemble: what, where, and what to do about it.
 *
 * @param file the name that the reader was given; empty for an ensemble from the wire
 * @param path what it is about, like {@code allocations.web.resources.cpu.cores}; empty for the
 *     whole
 * @param line counted from 1; 0 where there is no text, as on the wire
 * @param column counted from 1; 0 where there is no text
 * @param hint what to write instead; may be empty
 */
public record Problem(
    String file, String path, int line, int column, Code code, String message, String hint) {

  /** What kind of problem; the same word for ever. */
  public enum Code {
    SYNTAX,
    TOO_LARGE,
    TOO_DEEP,
    TOO_MANY,
    DUPLICATE,
    WRONG_TYPE,
    MISSING,
    UNKNOWN_MEMBER,
    UNKNOWN_VALUE,
    UNKNOWN_NAME,
    BAD_NAME,
    BAD_FORMAT,
    BAD_QUANTITY,
    OUT_OF_RANGE,
    MISMATCH,
    MISPLACED,
    CYCLE,
    FILE,
    UNSUPPORTED;

    /** As it is written in JSON: {@code unknown_member}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One line for a terminal: {@code web.yaml:12:7: nodes.n1.ports[0].public: … (…)}. */
  @Override
  public String toString() {
    var line = new StringBuilder();
    if (!file.isEmpty()) line.append(file).append(':');
    if (this.line > 0) line.append(this.line).append(':').append(column).append(':');
    if (!line.isEmpty()) line.append(' ');
    if (!path.isEmpty()) line.append(path).append(": ");
    line.append(message);
    if (!hint.isEmpty()) line.append(" (").append(hint).append(')');
    return line.toString();
  }
}
