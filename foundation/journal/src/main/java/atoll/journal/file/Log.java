package atoll.journal.file;

import atoll.journal.disk.Disk;
import atoll.journal.disk.DiskFile;
import atoll.journal.file.FileName.Kind;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The end of the log, where groups are appended. Used by one thread at a time. After an {@link
 * IOException} nothing is appended before {@link #rotate} put aside what came after the last flush.
 */
final class Log {
  /** What a buffer keeps of a large group's room. */
  private static final int LARGEST_BUFFER = 4 << 20;

  private final Disk disk;
  private FileHeader header;
  private DiskFile file;

  /** What is flushed, and what is written; they differ by at most one group without batches. */
  private Tail flushed;

  private Tail written;
  private long version;
  private byte[] buffer = new byte[1 << 16];
  private long earlierBytes;

  /**
   * An end of a file.
   *
   * @param next the number of the next group
   */
  record Tail(long offset, long next, int chain) {}

  Log(Disk disk, FileHeader header, DiskFile file, Tail flushed, long version, long earlierBytes) {
    this.earlierBytes = earlierBytes;
    this.disk = disk;
    this.header = header;
    this.file = file;
    this.flushed = this.written = flushed;
    this.version = version;
  }

  /** A log in a file of its own, without a group; durable on return. */
  static Log begin(Disk disk, FileHeader header) throws IOException {
    var name = new FileName(Kind.LOG, header.number());
    var file = disk.create(name.unfinished());
    try {
      file.write(0, header.toBytes(), 0, FileHeader.BYTES);
      file.force();
      disk.rename(name.unfinished(), name.toString());
      disk.forceNames();
      var tail = new Tail(FileHeader.BYTES, header.number(), header.checksum());
      return new Log(disk, header, file, tail, header.version(), 0);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Appends batches that have their versions, the last {@code version}; durable on return. */
  void append(List<byte[]> batches, long version) throws IOException {
    write(batches);
    file.force();
    flushed = written;
    this.version = version;
  }

  /**
   * Writes down that all that was appended is durable, without a flush: so bits that turn over in
   * the last group are told from a write that a crash cut short.
   */
  void seal() throws IOException {
    if (written.equals(flushed)) write(List.of());
  }

  private void write(List<byte[]> batches) throws IOException {
    int length = batches.stream().mapToInt(batch -> batch.length).reduce(0, Math::addExact);
    var group = new Group(length, written.next, flushed.next - 1, written.chain);
    if (buffer.length < group.size()) buffer = new byte[group.size() + group.size() / 4];
    int at = Group.HEAD;
    for (var batch : batches) {
      System.arraycopy(batch, 0, buffer, at, batch.length);
      at += batch.length;
    }
    int chain = group.frame(buffer);
    file.write(written.offset, buffer, 0, group.size());
    written = new Tail(written.offset + group.size(), written.next + 1, chain);
    if (buffer.length > LARGEST_BUFFER) buffer = Arrays.copyOf(buffer, 1 << 16);
  }

  /**
   * Goes on in a new file. What was written and not flushed is cut off the old one, so that nobody
   * finds it later.
   */
  void rotate() throws IOException {
    file.truncate(flushed.offset);
    file.force();
    written = flushed;
    boolean empty = flushed.next == header.number();
    var next = empty ? header : new FileHeader(Kind.LOG, flushed.next, version, flushed.chain);
    var fresh = begin(disk, next);
    if (!empty) earlierBytes += flushed.offset;
    var before = file;
    header = next;
    file = fresh.file;
    flushed = written = fresh.flushed;
    before.close();
  }

  /** Forgets the size of the files before this one. */
  void earlierFilesAreGone() {
    earlierBytes = 0;
  }

  FileHeader header() {
    return header;
  }

  long version() {
    return version;
  }

  /** In this file and those before it, since the snapshot. */
  long bytes() {
    return earlierBytes + written.offset;
  }

  void close() throws IOException {
    file.close();
  }
}
