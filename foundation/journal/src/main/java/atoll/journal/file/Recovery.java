package atoll.journal.file;

import atoll.journal.JournalException;
import atoll.journal.disk.Disk;
import atoll.journal.disk.DiskFile;
import atoll.journal.file.FileName.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds in a folder what a journal remembers. What a crash left behind is put right: a write that
 * nobody was told of, files that were not finished or are no longer needed. For anything else it
 * refuses, and changes nothing.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /** What a folder without files stands for. */
  private static final FileHeader BEGINNING = new FileHeader(Kind.SNAPSHOT, 1, 0, 0);

  private final Disk disk;
  private final Contents contents = new Contents();
  private final List<String> leftovers = new ArrayList<>();
  private final List<FileName> logs = new ArrayList<>();
  private Optional<FileName> snapshot = Optional.empty();
  private FileHeader start = BEGINNING;
  private long snapshotBytes;
  private long earlierBytes;

  private Recovery(Disk disk) {
    this.disk = disk;
  }

  /**
   * What was found.
   *
   * @param snapshotBytes the size of the newest snapshot, or 0
   */
  record Found(Contents contents, Log log, long snapshotBytes) {}

  /** The last file of the log, as far as it is sound. */
  private record Last(FileName name, FileHeader header, DiskFile file, LogReader.End end) {}

  /**
   * @throws JournalException if something is damaged, missing, or from a newer program
   */
  static Found of(Disk disk) throws IOException {
    var recovery = new Recovery(disk);
    recovery.list();
    recovery.readSnapshot();
    var last = recovery.readLogs();
    for (var leftover : recovery.leftovers) disk.delete(leftover);
    return new Found(recovery.contents, recovery.log(last), recovery.snapshotBytes);
  }

  /**
   * What is remembered by a journal that may be in use; changes nothing.
   *
   * @throws IOException also if a file is gone since the journal was compacted meanwhile
   */
  static Copy copy(Disk disk) throws IOException {
    var recovery = new Recovery(disk);
    recovery.list();
    recovery.readSnapshot();
    var last =
        recovery
            .readLogs()
            .orElseThrow(() -> new IOException("there is no journal in " + disk.folder()));
    last.file.close();
    var end = last.end;
    return new Copy(
        new FileHeader(Kind.SNAPSHOT, end.next(), end.version(), end.chain()), recovery.contents);
  }

  /** What a snapshot of the whole would hold. */
  record Copy(FileHeader header, Contents contents) {}

  private void list() throws IOException {
    for (var file : disk.files()) {
      var name = FileName.parse(file);
      if (name.isPresent() && name.get().kind() == Kind.LOG) logs.add(name.get());
      if (name.isPresent() && name.get().kind() == Kind.SNAPSHOT) {
        snapshot.ifPresent(older -> leftovers.add(older.toString()));
        snapshot = name;
      }
      if (file.endsWith(FileName.UNFINISHED)) leftovers.add(file);
    }
    long first = snapshot.map(FileName::number).orElse(BEGINNING.number());
    logs.stream().filter(log -> log.number() < first).forEach(log -> leftovers.add(log.toString()));
    logs.removeIf(log -> log.number() < first);
    boolean isNew = logs.isEmpty() && snapshot.isEmpty();
    if (!isNew && (logs.isEmpty() || logs.getFirst().number() != first)) throw missing(first);
  }

  private JournalException missing(long first) {
    var file = new FileName(logs.isEmpty() ? Kind.LOG : Kind.SNAPSHOT, first);
    if (!logs.isEmpty()) file = new FileName(Kind.SNAPSHOT, logs.getFirst().number());
    return new JournalException(
        "%s is missing, and other files need it. Restore a backup with: atoll restore BACKUP --data %s"
            .formatted(disk.path(file.toString()), disk.folder()));
  }

  private void readSnapshot() throws IOException {
    if (snapshot.isEmpty()) return;
    var name = snapshot.get();
    try (var file = disk.open(name.toString())) {
      start = LogReader.header(file);
      var end = LogReader.read(file, start, contents);
      if (end.flaw().isPresent()) throw end.flaw().get().refusal();
      if (!end.isFinished())
        throw UnreadableException.damaged(end.offset(), "it ends before it is finished");
      snapshotBytes = end.offset();
    } catch (UnreadableException e) {
      throw e.in(disk, name);
    }
  }

  private Log log(Optional<Last> found) throws IOException {
    if (found.isEmpty()) return Log.begin(disk, start.ofLog());
    var last = found.get();
    var end = last.end;
    end.flaw()
        .ifPresent(flaw ->
            LOG.warn(
                "{} {}; a crash cut short what nobody was told of, so it is removed",
                disk.path(last.name.toString()),
                flaw.refusal().getMessage()));
    last.file.truncate(end.offset());
    writeAgain(last.file, end);
    last.file.force();
    disk.forceNames();
    var tail = new Log.Tail(end.offset(), end.next(), end.chain());
    return new Log(disk, last.header, last.file, tail, end.version(), earlierBytes);
  }

  /**
   * What reads well may be lost all the same, if a flush failed before the process ended; written
   * again, it is flushed or refused.
   */
  private static void writeAgain(DiskFile file, LogReader.End end) throws IOException {
    var unsure = new byte[Math.toIntExact(end.offset() - end.unsure())];
    if (unsure.length == 0) return;
    file.read(end.unsure(), unsure, 0, unsure.length);
    file.write(end.unsure(), unsure, 0, unsure.length);
  }

  /** The last log; nothing in a new folder. */
  private Optional<Last> readLogs() throws IOException {
    long next = start.number();
    int chain = start.chain();
    long version = start.version();
    for (int i = 0; i < logs.size(); i++) {
      boolean isLast = i == logs.size() - 1;
      var name = logs.get(i);
      var file = disk.open(name.toString());
      boolean keep = false;
      try {
        var header = LogReader.header(file);
        if (header.number() != next || header.chain() != chain)
          throw UnreadableException.damaged(
              0, "it does not go on from where the file before it ends");
        var end = LogReader.read(file, header, contents);
        if (end.flaw().isPresent() && !(isLast && end.flaw().get().torn()))
          throw end.flaw().get().refusal();
        version = Math.max(version, end.version());
        if (isLast) {
          keep = true;
          return Optional.of(new Last(name, header, file, end.withVersion(version)));
        }
        next = end.next();
        chain = end.chain();
        earlierBytes += end.offset();
      } catch (UnreadableException e) {
        throw e.in(disk, name);
      } finally {
        if (!keep) file.close();
      }
    }
    return Optional.empty();
  }
}
