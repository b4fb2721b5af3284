package atoll.journal.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.EntryKey;
import atoll.journal.Journal;
import atoll.journal.JournalException;
import atoll.journal.disk.Disk;
import java.util.ArrayList;
import java.util.List;

/** Which schema a journal's entries have: an entry of its own; 1 if there is none. */
record Schema(Journal journal, Disk disk) {
  private static final EntryKey KEY = new EntryKey("journal", "schema");

  /** Each migration is one batch with the number that it leads to. */
  void migrate(List<Migration> migrations) {
    int known = migrations.size() + 1;
    int found = found();
    if (found > known)
      throw new JournalException(
          "the journal in %s was written by a newer program: it has schema %d, and this one reads up to %d"
              .formatted(disk.folder(), found, known));
    for (int schema = found; schema < known; schema++) {
      var changes = new ArrayList<>(migrations.get(schema - 1).changes(journal::all));
      changes.add(new Change.Put(KEY, Integer.toString(schema + 1).getBytes(US_ASCII)));
      var _ = journal.commit(new Batch(List.of(), changes));
    }
  }

  private int found() {
    var entry = journal.find(KEY);
    if (entry.isEmpty()) return 1;
    var text = new String(entry.get().value(), US_ASCII);
    if (!text.matches("[1-9][0-9]{0,5}"))
      throw new JournalException("the entry " + KEY + " in " + disk.folder() + " makes no sense");
    return Integer.parseInt(text);
  }
}
