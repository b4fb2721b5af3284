package atoll.infernet.operations;

import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.EntryKey;
import atoll.journal.Journal;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The id by which a node's statistics are told from others': a UUID that says nothing of it. */
public final class KeptId {
  private static final EntryKey KEY = new EntryKey("infernet-node", "uid");

  private KeptId() {}

  /** Always the same for the same journal. */
  public static String in(Journal journal, RandomGenerator random) {
    var kept = journal.find(KEY);
    if (kept.isPresent()) return new String(kept.get().value(), StandardCharsets.UTF_8);
    var id =
        new UUID(random.nextLong() & ~0xf000L | 0x4000L, random.nextLong() & ~(3L << 62) | 1L << 63)
            .toString();
    var _ = journal.commit(Batch.of(new Change.Put(KEY, id.getBytes(StandardCharsets.UTF_8))));
    return id;
  }
}
