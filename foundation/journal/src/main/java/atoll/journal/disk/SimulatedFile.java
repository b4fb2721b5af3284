package atoll.journal.disk;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What a file holds as its writer sees it, and what of that a crash leaves. */
final class SimulatedFile {
  private static final int SECTOR = 512;

  private byte[] current;
  private int size;
  private byte[] durable;
  private int durableSize;

  /** From where on the two may differ: nothing written behind it was forced. */
  private int clean;

  /** Up to where a failed force left bytes that read well and will never be written. */
  private int lost;

  SimulatedFile(byte[] content) {
    current = content.clone();
    durable = content.clone();
    size = durableSize = clean = content.length;
  }

  int size() {
    return size;
  }

  byte[] content() {
    return Arrays.copyOf(current, size);
  }

  void read(long position, byte[] into, int offset, int length) {
    System.arraycopy(current, Math.toIntExact(position), into, offset, length);
  }

  void write(long position, byte[] from, int offset, int length) {
    int start = Math.toIntExact(position);
    int end = start + length;
    current = withRoom(current, end);
    System.arraycopy(from, offset, current, start, length);
    size = Math.max(size, end);
    clean = Math.min(clean, start);
    if (end >= lost) lost = Math.min(lost, start);
  }

  void truncate(long to) {
    int end = Math.toIntExact(to);
    current = withRoom(current, end);
    if (end < size) Arrays.fill(current, end, size, (byte) 0);
    size = end;
    clean = Math.min(clean, end);
    lost = Math.min(lost, end);
  }

  void force() {
    durable = withRoom(durable, size);
    if (durableSize > size) Arrays.fill(durable, size, durableSize, (byte) 0);
    int from = Math.max(clean, lost);
    if (from < size) System.arraycopy(current, from, durable, from, size - from);
    durableSize = clean = size;
  }

  void loseUnforced() {
    lost = size;
  }

  void flip(long bit) {
    int at = Math.toIntExact(bit / 8);
    byte mask = (byte) (1 << bit % 8);
    current[at] ^= mask;
    if (at < durableSize) durable[at] ^= mask;
  }

  /** Of what was not forced, some sectors are there, the others as they were: zero, if new. */
  void crash(RandomGenerator random) {
    int end =
        switch (random.nextInt(4)) {
          case 0 -> durableSize;
          case 1 -> between(durableSize, size, random);
          default -> size;
        };
    var left = Arrays.copyOf(Arrays.copyOf(durable, durableSize), end);
    for (int sector = clean / SECTOR * SECTOR; sector < end; sector += SECTOR) {
      int from = Math.max(sector, Math.max(clean, lost));
      int to = Math.min(Math.min(sector + SECTOR, end), size);
      if (from < to && random.nextBoolean()) System.arraycopy(current, from, left, from, to - from);
    }
    current = left;
    durable = left.clone();
    size = durableSize = clean = end;
    lost = 0;
  }

  private static byte[] withRoom(byte[] bytes, int needed) {
    return needed <= bytes.length
        ? bytes
        : Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
  }

  private static int between(int a, int b, RandomGenerator random) {
    return a == b ? a : random.nextInt(Math.min(a, b), Math.max(a, b) + 1);
  }
}
