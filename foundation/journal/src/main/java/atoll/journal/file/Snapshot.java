package atoll.journal.file;

import atoll.journal.Change;
import atoll.journal.Entry;
import atoll.journal.disk.Disk;
import atoll.journal.disk.DiskFile;
import atoll.journal.file.FileName.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A file that takes the place of all logs before its number. Entries may be newer than that: the
 * logs behind it say the same again. It ends with a group that has no batches.
 */
final class Snapshot {
  private static final int GROUP = 1 << 18;

  private final DiskFile file;
  private final List<byte[]> batches = new ArrayList<>();
  private long offset = FileHeader.BYTES;
  private long number;
  private int chain;
  private int length;

  private Snapshot(DiskFile file, FileHeader header) {
    this.file = file;
    this.number = header.number();
    this.chain = header.checksum();
  }

  /** Gives entries to whoever takes them. */
  interface Source {
    void forEach(Consumer<Entry> taking);
  }

  private static final class WriteFailed extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final IOException why;

    private WriteFailed(IOException why) {
      super(why);
      this.why = why;
    }
  }

  /**
   * Durable under its name on return; otherwise the name is not there.
   *
   * @return its size in bytes
   */
  static long write(Disk disk, FileHeader header, Source source) throws IOException {
    var name = new FileName(Kind.SNAPSHOT, header.number());
    long size = write(disk, name.unfinished(), header, source);
    disk.rename(name.unfinished(), name.toString());
    disk.forceNames();
    return size;
  }

  /** The same under another name, which is not yet durable. */
  static long write(Disk disk, String name, FileHeader header, Source source) throws IOException {
    try (var file = disk.create(name)) {
      file.write(0, header.toBytes(), 0, FileHeader.BYTES);
      var snapshot = new Snapshot(file, header);
      source.forEach(entry -> {
        try {
          snapshot.add(entry);
        } catch (IOException e) {
          throw new WriteFailed(e);
        }
      });
      if (!snapshot.batches.isEmpty()) snapshot.flush();
      snapshot.flush();
      file.force();
      return snapshot.offset;
    } catch (WriteFailed e) {
      throw e.why;
    }
  }

  private void add(Entry entry) throws IOException {
    var batch = BatchCoding.encode(List.of(new Change.Put(entry.key(), entry.value())));
    BatchCoding.setVersion(batch, entry.version());
    batches.add(batch);
    length += batch.length;
    if (length >= GROUP) flush();
  }

  private void flush() throws IOException {
    var group = new Group(length, number, number - 1, chain);
    var bytes = new byte[group.size()];
    int at = Group.HEAD;
    for (var batch : batches) {
      System.arraycopy(batch, 0, bytes, at, batch.length);
      at += batch.length;
    }
    chain = group.frame(bytes);
    file.write(offset, bytes, 0, bytes.length);
    offset += bytes.length;
    number++;
    length = 0;
    batches.clear();
  }
}
