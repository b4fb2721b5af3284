package atoll.journal.file;

import java.util.concurrent.Executor;

/**
 * Who rewrites a journal whose garbage outweighs what is remembered, and when.
 *
 * @param executor may run it at once, in the middle of a commit
 * @param fromBytes smaller logs are left alone
 */
public record Compaction(Executor executor, long fromBytes) {
  public static Compaction by(Executor executor) {
    return new Compaction(executor, 8 << 20);
  }
}
