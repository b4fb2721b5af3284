package atoll.workload.wasm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** The nested lists that WebAssembly's text format is made of. Source: core specification, §6. */
sealed interface Sexp {
  /** A word, or a text between quotes with its escapes still in it. */
  record Word(String text) implements Sexp {}

  record Group(List<Sexp> items) implements Sexp {
    String head() {
      return word(0);
    }

    boolean is(String head) {
      return !items.isEmpty() && items.getFirst() instanceof Word(var text) && text.equals(head);
    }

    String word(int at) {
      if (items.get(at) instanceof Word(var text)) return text;
      throw new IllegalArgumentException("expected a word at " + at + " in " + this);
    }

    /** Whether there is a {@code $name} after the head. */
    boolean isNamed() {
      return items.size() > 1 && items.get(1) instanceof Word(var text) && text.startsWith("$");
    }
  }

  Pattern TOKENS = Pattern.compile(";;[^\\n]*|\\s+|[()]|\"(?:\\\\.|[^\"\\\\])*\"|[^\\s()\";]+");

  /** The one list that {@code source} consists of. */
  static Group parse(String source) {
    Deque<List<Sexp>> open = new ArrayDeque<>();
    open.push(new ArrayList<>());
    var tokens = TOKENS.matcher(source);
    int end = 0;
    while (tokens.find()) {
      if (tokens.start() != end) throw new IllegalArgumentException("not a token at " + end);
      end = tokens.end();
      var token = tokens.group();
      if (token.isBlank() || token.startsWith(";;")) continue;
      switch (token) {
        case "(" -> open.push(new ArrayList<>());
        case ")" -> {
          var group = new Group(List.copyOf(open.pop()));
          open.element().add(group);
        }
        default -> open.element().add(new Word(token));
      }
    }
    if (open.size() != 1 || open.element().size() != 1)
      throw new IllegalArgumentException("not one closed list");
    return (Group) open.element().getFirst();
  }
}
