package atoll.hardware;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A machine whose tools say what a test wrote down; what is not written down is not installed. */
final class ScriptedCommands implements Commands {
  private final Map<String, Answer> answers = new HashMap<>();

  /**
   * @param beginning of the command line that gets this answer; the longest that fits counts
   */
  ScriptedCommands answer(String beginning, Answer answer) {
    answers.put(beginning, answer);
    return this;
  }

  ScriptedCommands says(String beginning, String text) {
    return answer(beginning, new Answer.Said(0, text, ""));
  }

  @Override
  public Answer run(List<String> argv, Duration limit) {
    var line = String.join(" ", argv);
    return answers.entrySet().stream()
        .filter(e -> line.startsWith(e.getKey()))
        .max(Map.Entry.comparingByKey(java.util.Comparator.comparingInt(String::length)))
        .map(Map.Entry::getValue)
        .orElseGet(Answer.Missing::new);
  }
}
