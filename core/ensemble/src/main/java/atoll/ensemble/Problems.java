package atoll.ensemble;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The problems of one document, gathered while it is read. Told are at most {@link #TOLD}. */
final class Problems {
  static final int TOLD = 100;

  private final String file;
  private final List<Problem> found = new ArrayList<>();
  private long untold;

  Problems(String file) {
    this.file = file;
  }

  void add(Position at, String path, Problem.Code code, String message, String hint) {
    var problem = new Problem(file, path, at.line(), at.column(), code, message, hint);
    if (found.size() >= 10 * TOLD) untold++;
    else if (!found.contains(problem)) found.add(problem);
  }

  /** Whether more are found than will be told. */
  boolean crowded() {
    return found.size() >= TOLD;
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** In the order of the text. */
  List<Problem> told() {
    var sorted =
        new ArrayList<>(
            found.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .toList());
    if (sorted.size() <= TOLD) return List.copyOf(sorted);
    var told = new ArrayList<>(sorted.subList(0, TOLD));
    long more = sorted.size() - TOLD + untold;
    told.add(
        new Problem(file, "", 0, 0, Problem.Code.TOO_MANY, "and " + more + " more problems", ""));
    return List.copyOf(told);
  }
}
