package atoll.ensemble;

import java.util.List;
import java.util.stream.Collectors;

/** What became of reading an ensemble: one that keeps every rule, or all that is wrong with it. */
public sealed interface ParseResult {
  record Parsed(Ensemble ensemble) implements ParseResult {}

  /**
   * @param problems at least one, in the order of the text
   */
  record Invalid(List<Problem> problems) implements ParseResult {
    public Invalid {
      problems = List.copyOf(problems);
    }

    /** One problem a line. */
    @Override
    public String toString() {
      return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }
  }
}
