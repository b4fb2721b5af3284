package atoll.journal.file;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a journal's files are named: {@code log-} or {@code snapshot-} and the number of the first
 * group that the log holds, or that follows the snapshot.
 */
record FileName(Kind kind, long number) {
  /** What a file holds. */
  enum Kind {
    LOG("log"),
    SNAPSHOT("snapshot");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /** The end of the name of a file that is being written. */
  static final String UNFINISHED = ".new";

  private static final Pattern NAME = Pattern.compile("(log|snapshot)-([0-9a-f]{16})");

  static Optional<FileName> parse(String name) {
    var parts = NAME.matcher(name);
    if (!parts.matches()) return Optional.empty();
    var kind = parts.group(1).equals(Kind.LOG.word) ? Kind.LOG : Kind.SNAPSHOT;
    return Optional.of(new FileName(kind, HexFormat.fromHexDigitsToLong(parts.group(2))));
  }

  @Override
  public String toString() {
    return kind.word + "-" + HexFormat.of().toHexDigits(number);
  }

  String unfinished() {
    return this + UNFINISHED;
  }
}
