package atoll.ensemble;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is told about a docker-compose file on its way, and the reading of its variables. */
final class ComposeNotes {
  /** {@code $$}, {@code ${NAME}}, {@code ${NAME:-default}}, {@code $NAME}. */
  private static final Pattern VARIABLE =
      Pattern.compile(
          "\\$(?:(\\$)|\\{([A-Za-z_][A-Za-z0-9_]*+)(?::?([-+?])([^{}]*+))?\\}|([A-Za-z_][A-Za-z0-9_]*+))");

  private final String file;
  private final List<Note> notes = new ArrayList<>();

  private record Note(Position at, String text) {}

  ComposeNotes(String file) {
    this.file = file;
  }

  void add(Value about, String note) {
    var at = about.label();
    add(at, file + ":" + at.line() + ":" + at.column() + ": " + about.path() + ": " + note);
  }

  /** A note on the whole, told last. */
  void add(String note) {
    add(new Position(Integer.MAX_VALUE, 0), note);
  }

  private void add(Position at, String text) {
    var note = new Note(at, text);
    if (notes.size() < 10 * Problems.TOLD && !notes.contains(note)) notes.add(note);
  }

  /** In the order of the file. */
  List<String> all() {
    return notes.stream().sorted(Comparator.comparing(Note::at)).map(Note::text).toList();
  }

  /** A scalar with its variables replaced by their defaults; one without a default stays. */
  String text(Value value) {
    return VARIABLE
        .matcher(value.text())
        .replaceAll(match -> {
          if (match.group(1) != null) return "\\$";
          if ("-".equals(match.group(3))) {
            add(value, match.group(2) + " is taken to be its default");
            return Matcher.quoteReplacement(match.group(4));
          }
          add(value, "the variable " + match.group() + " is not known here; write its value");
          return Matcher.quoteReplacement(match.group());
        });
  }
}
