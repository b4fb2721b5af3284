package atoll.journal.file;

import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.CommitOutcome;
import atoll.journal.Condition;
import atoll.journal.Entry;
import atoll.journal.EntryKey;
import atoll.journal.Journal;
import atoll.journal.JournalException;
import atoll.journal.disk.Disk;
import atoll.journal.disk.FolderDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in the files of a {@link Disk}, without a server. All entries are in memory; a commit
 * appends to a log, and logs that are mostly garbage are replaced by a snapshot.
 */
public final class FileJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);

  /** The version of what is not there; the first version is 1. */
  private static final long NOTHING = 0;

  private final Disk disk;
  private final Contents contents;
  private final Log log;
  private final Compactor compactor;
  private final GroupCommit group = new GroupCommit(new Flushing());

  /** Why the end of the log cannot be relied on; empty if it can. */
  private volatile Optional<String> broken = Optional.empty();

  private volatile boolean closed;

  private FileJournal(Disk disk, Recovery.Found found, Compaction compaction) {
    this.disk = disk;
    this.contents = found.contents();
    this.log = found.log();
    this.compactor = new Compactor(disk, contents, log, compaction, found.snapshotBytes());
  }

  /**
   * Opens the journal in a data folder, which is made if there is none and locked until it is
   * closed.
   *
   * @throws JournalException as {@link #open(Disk, List, Compaction)}, or if another process has
   *     the folder
   */
  public static FileJournal open(Path dataFolder, Executor background) {
    return open(FolderDisk.open(dataFolder), List.of(), Compaction.by(background));
  }

  /**
   * Reads all that is there; takes about a second for a million entries.
   *
   * @param disk closed with the journal, or if it cannot be opened
   * @param migrations all that there ever were, oldest first
   * @throws JournalException if a file is damaged, missing, or from a newer program, with what to
   *     do; nothing is changed then. Or if the disk refuses
   */
  public static FileJournal open(Disk disk, List<Migration> migrations, Compaction compaction) {
    try {
      var journal = new FileJournal(disk, Recovery.of(disk), compaction);
      try {
        new Schema(journal, disk).migrate(migrations);
        return journal;
      } catch (RuntimeException e) {
        journal.close();
        throw e;
      }
    } catch (IOException e) {
      disk.close();
      throw new JournalException("the journal in " + disk.folder() + " cannot be read: " + e, e);
    } catch (RuntimeException e) {
      disk.close();
      throw e;
    }
  }

  @Override
  public CommitOutcome commit(Batch batch) {
    var mine = new Member(batch);
    group.commit(mine);
    return mine.outcome();
  }

  @Override
  public Optional<Entry> find(EntryKey key) {
    ensureOpen();
    return Optional.ofNullable(contents.find(key));
  }

  @Override
  public List<Entry> all(String collection) {
    ensureOpen();
    return contents.all(collection);
  }

  /** Whether commits succeed, as far as the last one showed. */
  public Health health() {
    return broken.<Health>map(Health.Refusing::new).orElseGet(Health.Writable::new);
  }

  private void ensureOpen() {
    if (closed) throw new IllegalStateException("the journal in " + disk.folder() + " is closed");
  }

  @Override
  public void close() {
    synchronized (log) {
      if (closed) return;
      closed = true;
      compactor.stop();
      try {
        log.close();
      } catch (IOException e) {
        throw new JournalException("closing the journal in " + disk.folder(), e);
      } finally {
        disk.close();
      }
    }
  }

  /** What the leader of a group does. */
  private final class Flushing implements GroupCommit.Leader {
    @Override
    public void flush(List<Member> members) {
      synchronized (log) {
        ensureOpen();
        writeOrBreak(() -> write(members));
      }
    }

    @Override
    public void rest() {
      synchronized (log) {
        if (closed || broken.isPresent()) return;
        try {
          writeOrBreak(log::seal);
        } catch (JournalException e) {
          LOG.warn("the journal refuses commits until it is written again: {}", e.getMessage());
        }
      }
    }
  }

  private interface Writing {
    void run() throws IOException;
  }

  /** Whatever ends a write early, an error included, leaves the end of the log unknown. */
  private void writeOrBreak(Writing writing) {
    var before = broken;
    broken = Optional.of(before.orElse("a write did not come to its end"));
    try {
      if (before.isPresent()) log.rotate();
      writing.run();
      broken = Optional.empty();
    } catch (IOException e) {
      var why = "writing in %s: %s; %s".formatted(disk.folder(), e.getMessage(), room(e));
      broken = Optional.of(why);
      throw new JournalException(why, e);
    }
  }

  private String room(IOException whileHandling) {
    try {
      return disk.freeBytes() + " bytes are free";
    } catch (IOException e) {
      whileHandling.addSuppressed(e);
      return "how many bytes are free cannot be told";
    }
  }

  private void write(List<Member> members) throws IOException {
    compactor.startIfDue();
    var seen = new HashMap<EntryKey, Long>();
    boolean conditional = members.stream().anyMatch(m -> !m.batch().conditions().isEmpty());
    long version = log.version();
    var batches = new ArrayList<byte[]>();
    var committed = new ArrayList<Contents.Committed>();
    for (var member : members) {
      var conflict = conflict(member.batch(), seen);
      if (conflict.isPresent()) {
        member.answer(new CommitOutcome.Conflict(conflict.get()));
        continue;
      }
      BatchCoding.setVersion(member.encoded(), ++version);
      batches.add(member.encoded());
      committed.add(new Contents.Committed(member.changes(), version));
      member.answer(new CommitOutcome.Durable());
      if (conditional) note(member, version, seen);
    }
    if (batches.isEmpty()) return;
    log.append(batches, version);
    contents.apply(committed);
  }

  private static void note(Member member, long version, Map<EntryKey, Long> seen) {
    for (var change : member.changes())
      seen.put(change.key(), change instanceof Change.Put ? version : NOTHING);
  }

  private Optional<EntryKey> conflict(Batch batch, Map<EntryKey, Long> seen) {
    for (var condition : batch.conditions()) {
      long version = version(condition.key(), seen);
      boolean holds =
          switch (condition) {
            case Condition.Absent _ -> version == NOTHING;
            case Condition.Unchanged(_, var read) -> version == read && version != NOTHING;
          };
      if (!holds) return Optional.of(condition.key());
    }
    return Optional.empty();
  }

  private long version(EntryKey key, Map<EntryKey, Long> seen) {
    var inGroup = seen.get(key);
    if (inGroup != null) return inGroup;
    var entry = contents.find(key);
    return entry == null ? NOTHING : entry.version();
  }
}
