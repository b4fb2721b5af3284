package atoll.journal.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.EntryKey;
import atoll.journal.disk.FolderDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A process that writes until it is killed, and says each key once it is durable. */
final class CountingChild {
  private static final int WRITERS = 16;

  private CountingChild() {}

  public static void main(String[] arguments) {
    var rule = new Compaction(task -> Thread.ofVirtual().start(task), 50_000);
    var disk = FolderDisk.open(Path.of(arguments[0]));
    var journal = FileJournal.open(disk, List.of(), rule);
    for (int i = 0; i < WRITERS; i++) {
      var prefix = arguments[1] + "-" + i + "-";
      Thread.ofPlatform().start(() -> write(journal, prefix));
    }
  }

  private static void write(FileJournal journal, String prefix) {
    var garbage = new EntryKey("garbage", prefix);
    for (int i = 0; ; i++) {
      var key = prefix + i + ".";
      journal.commit(
          Batch.of(
              new Change.Put(new EntryKey("counts", key), new byte[10]),
              new Change.Put(garbage, new byte[300])));
      say(key + "\n");
    }
  }

  private static void say(String line) {
    try {
      synchronized (CountingChild.class) {
        System.out.write(line.getBytes(US_ASCII));
        System.out.flush();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
