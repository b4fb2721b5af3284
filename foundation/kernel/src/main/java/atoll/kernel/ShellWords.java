package atoll.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * A command as the words that a shell would make of it (POSIX Shell Command Language §2.2); nothing
 * is expanded.
 */
public final class ShellWords {
  private ShellWords() {}

  /**
   * @throws IllegalArgumentException if a quotation mark is not closed
   */
  public static List<String> split(String command) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < command.length(); i++) {
      char c = command.charAt(i);
      if (quote != 0) {
        if (c == quote) quote = 0;
        else if (c == '\\' && quote == '"' && i + 1 < command.length()) {
          char next = command.charAt(++i);
          if (next != '"' && next != '\\') word.append(c);
          word.append(next);
        } else word.append(c);
      } else if (c == '\\' && i + 1 < command.length()) {
        word.append(command.charAt(++i));
        inWord = true;
      } else if (c == '"' || c == '\'') {
        quote = c;
        inWord = true;
      } else if (!Character.isWhitespace(c)) {
        word.append(c);
        inWord = true;
      } else if (inWord) {
        words.add(word.toString());
        word.setLength(0);
        inWord = false;
      }
    }
    if (quote != 0) throw new IllegalArgumentException("a quotation mark is not closed");
    if (inWord) words.add(word.toString());
    return words;
  }
}
