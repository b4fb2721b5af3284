package atoll.journal.file;

import atoll.journal.Entry;
import atoll.journal.disk.Disk;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the log by a snapshot when most of it is garbage. The writer's thread decides and
 * rotates; the snapshot is written beside it, from what is durable.
 */
final class Compactor {
  private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);

  private final Disk disk;
  private final Contents contents;
  private final Log log;
  private final Compaction rule;
  private long snapshotBytes;
  private long fromBytes;
  private boolean running;

  /** What the snapshot's writer tells the log's. */
  private volatile Result result = Result.NONE;

  private volatile boolean stopped;

  /** How a snapshot ended. */
  private sealed interface Result {
    Result NONE = new Pending();

    record Pending() implements Result {}

    record Done(long bytes) implements Result {}

    record Failed() implements Result {}
  }

  Compactor(Disk disk, Contents contents, Log log, Compaction rule, long snapshotBytes) {
    this.disk = disk;
    this.contents = contents;
    this.log = log;
    this.rule = rule;
    this.snapshotBytes = snapshotBytes;
    this.fromBytes = rule.fromBytes();
  }

  /** Called by the log's writer, before it appends. */
  void startIfDue() throws IOException {
    takeResult();
    boolean due = log.bytes() > fromBytes && log.bytes() + snapshotBytes > 2 * contents.liveBytes();
    if (running || !due) return;
    log.rotate();
    var header = log.header().ofSnapshot();
    running = true;
    try {
      rule.executor().execute(() -> compact(header));
    } catch (RejectedExecutionException e) {
      LOG.warn("the journal in {} is not compacted: {}", disk.folder(), e.toString());
      result = new Result.Failed();
    }
  }

  private void takeResult() {
    switch (result) {
      case Result.Pending _ -> {
        return;
      }
      case Result.Done(var bytes) -> {
        snapshotBytes = bytes;
        fromBytes = rule.fromBytes();
        log.earlierFilesAreGone();
      }
      case Result.Failed _ -> fromBytes = 2 * log.bytes();
    }
    result = Result.NONE;
    running = false;
  }

  private synchronized void compact(FileHeader header) {
    try {
      long bytes = Snapshot.write(disk, header, this::entries);
      for (var file : disk.files())
        if (FileName.parse(file).filter(name -> name.number() < header.number()).isPresent())
          disk.delete(file);
      result = new Result.Done(bytes);
    } catch (StoppedException _) {
      LOG.debug("{} was closed while it was compacted", disk.folder());
    } catch (IOException | RuntimeException e) {
      LOG.warn("the journal in {} is not compacted: {}", disk.folder(), e.toString());
      result = new Result.Failed();
    }
  }

  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private void entries(Consumer<Entry> taking) {
    contents.forEach(entry -> {
      if (stopped) throw new StoppedException();
      taking.accept(entry);
    });
  }

  /** Returns when no snapshot is being written any more. */
  void stop() {
    stopped = true;
    synchronized (this) {
      return;
    }
  }
}
