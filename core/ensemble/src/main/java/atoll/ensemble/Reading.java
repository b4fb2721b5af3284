package atoll.ensemble;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all readers of one document share.
 *
 * @param contentsLeft bytes of scripts, keys and modules that may still be taken in
 */
record Reading(Dialect dialect, Problems problems, SourceFiles files, AtomicLong contentsLeft) {
  static Reading of(Dialect dialect, Problems problems, SourceFiles files) {
    return new Reading(dialect, problems, files, new AtomicLong(Limits.ALL_CONTENTS));
  }

  /** {@code did you mean "x"?}, or empty. Not looked for once there are more problems than told. */
  String didYouMean(String wrong, Collection<String> known) {
    return problems.crowded()
        ? ""
        : Said.closest(wrong, known).map(k -> "did you mean " + Said.quote(k) + "?").orElse("");
  }

  boolean ofFile() {
    return dialect == Dialect.FILE;
  }
}
