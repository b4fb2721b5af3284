package atoll.journal.file;

import atoll.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads a file's groups from first to last and checks that each follows from the one before. */
final class LogReader {
  private static final int WINDOW = 1 << 20;

  private final DiskFile file;
  private final long size;
  private final BatchCoding.Reading reading;
  private byte[] window = new byte[0];
  private long windowStart;
  private int windowLength;

  private LogReader(DiskFile file, BatchCoding.Reading reading) throws IOException {
    this.file = file;
    this.size = file.size();
    this.reading = reading;
  }

  /**
   * Where the sound groups of a file end.
   *
   * @param next the number of the group that would come next
   * @param version the greatest in the file, its header included
   * @param isFinished whether the last group has no batches
   * @param unsure from where on nothing says that it was flushed
   * @param flaw what is wrong with what comes after, if something does
   */
  record End(
      long offset,
      long next,
      int chain,
      long version,
      long unsure,
      boolean isFinished,
      Optional<Flaw> flaw) {
    End withVersion(long greatest) {
      return new End(offset, next, chain, greatest, unsure, isFinished, flaw);
    }
  }

  /**
   * Bytes that are no group.
   *
   * @param torn whether they are what a crash leaves of a write that nobody was told of
   */
  record Flaw(UnreadableException refusal, boolean torn) {}

  static FileHeader header(DiskFile file) throws IOException, UnreadableException {
    if (file.size() < FileHeader.BYTES)
      throw UnreadableException.damaged(file.size(), "it ends within its header");
    var bytes = new byte[FileHeader.BYTES];
    file.read(0, bytes, 0, bytes.length);
    return FileHeader.read(bytes);
  }

  /**
   * @throws UnreadableException if a group whose checksum holds makes no sense
   */
  static End read(DiskFile file, FileHeader header, BatchCoding.Reading reading)
      throws IOException, UnreadableException {
    return new LogReader(file, reading).read(header);
  }

  private End read(FileHeader header) throws IOException, UnreadableException {
    long offset = FileHeader.BYTES;
    long number = header.number();
    int chain = header.checksum();
    long version = header.version();
    var starts = new long[4]; // of the last groups, by number: at most two are unsure
    long durable = number - 1;
    boolean finished = false;
    Optional<Flaw> flaw = Optional.empty();
    while (offset < size) {
      var group = head(offset);
      var wrong = wrong(group, offset, number, chain);
      if (wrong.isPresent()) {
        flaw = Optional.of(flaw(wrong.get(), group, offset, number));
        break;
      }
      var sound = group.orElseThrow();
      int at = at(offset, sound.size());
      long greatest = BatchCoding.read(window, at + Group.HEAD, sound.length(), offset, reading);
      version = Math.max(version, greatest);
      chain = Group.crc(window, at, Group.HEAD + sound.length());
      durable = sound.durable();
      finished = sound.length() == 0;
      starts[(int) (number % starts.length)] = offset;
      offset += sound.size();
      number++;
    }
    long unsure = starts[(int) ((durable + 1) % starts.length)];
    if (durable + 1 >= number) unsure = offset;
    return new End(offset, number, chain, version, unsure, finished, flaw);
  }

  private Optional<Group> head(long offset) throws IOException {
    if (offset + Group.HEAD > size) return Optional.empty();
    int at = at(offset, Group.HEAD); // which may change the window
    return Group.read(window, at);
  }

  private Optional<String> wrong(Optional<Group> head, long offset, long number, int chain)
      throws IOException {
    if (head.isEmpty())
      return Optional.of(
          offset + Group.HEAD > size ? "it ends within a group" : "no group begins there");
    var group = head.get();
    if (group.number() != number)
      return Optional.of("group %d where %d belongs".formatted(group.number(), number));
    if (group.chain() != chain) return Optional.of("the group does not follow from the one before");
    if (offset + group.size() > size) return Optional.of("it ends within a group");
    int at = at(offset, group.size());
    int found = Group.crc(window, at, Group.HEAD + group.length());
    int written = ByteBuffer.wrap(window).getInt(at + Group.HEAD + group.length());
    return found == written ? Optional.empty() : Optional.of("the checksum does not match");
  }

  /**
   * A crash in the middle of a flush leaves a group that is cut short, or sectors that were never
   * written and read as zeros; and no later group that counts on it.
   */
  private Flaw flaw(String what, Optional<Group> group, long offset, long number)
      throws IOException {
    boolean follows = group.map(g -> g.number() != number).orElse(false);
    boolean torn =
        !follows && !isCountedOn(offset, number) && (isCut(group, offset) || hasHole(offset));
    return new Flaw(UnreadableException.damaged(offset, what), torn);
  }

  private boolean isCut(Optional<Group> group, long offset) {
    return group.map(g -> offset + g.size() > size).orElse(offset + Group.HEAD > size);
  }

  private boolean isCountedOn(long offset, long number) throws IOException {
    for (long next = offset + 1; next + Group.HEAD <= size; next++) {
      var later = head(next);
      if (later.isPresent() && later.get().number() > number && later.get().durable() >= number)
        return true;
    }
    return false;
  }

  /** Whether a sector, or the part of it from {@code offset} on, is all zeros. */
  private boolean hasHole(long offset) throws IOException {
    long from = offset;
    while (from < size) {
      long to = Math.min(size, (from / 512 + 1) * 512);
      int at = at(from, (int) (to - from));
      int zeros = at;
      while (zeros < at + to - from && window[zeros] == 0) zeros++;
      if (zeros == at + to - from) return true;
      from = to;
    }
    return false;
  }

  /** Where in the window the {@code length} bytes from {@code offset} on are. */
  private int at(long offset, int length) throws IOException {
    if (offset < windowStart || offset + length > windowStart + windowLength) {
      windowStart = offset;
      windowLength = (int) Math.min(Math.max(WINDOW, length), size - offset);
      window = new byte[windowLength]; // what was read from the last one stays
      file.read(windowStart, window, 0, windowLength);
    }
    return (int) (offset - windowStart);
  }
}
