package atoll.journal.file;

import atoll.journal.Change;
import atoll.journal.Entry;
import java.util.List;
import java.util.function.Function;

/**
 * Brings what an older program remembered to what this one expects: from schema n to n + 1, as the
 * nth of the migrations that a journal is opened with. Once released it stays as it is.
 */
@FunctionalInterface
public interface Migration {
  /**
   * @param collection gives all entries of a collection
   */
  List<Change> changes(Function<String, List<Entry>> collection);
}
