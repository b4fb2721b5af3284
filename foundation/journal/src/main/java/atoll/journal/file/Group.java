package atoll.journal.file;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The head of a group: batches that were written and flushed at once, and are there together or not
 * at all. On the disk, big-endian: 4 bytes of magic, 4 of the batches' length, 8 of number, 8 of
 * durable, 4 of the checksum before, 4 of CRC-32C of these; the batches; 4 of CRC-32C of the whole.
 *
 * @param number one more than that of the group before
 * @param durable the number of a group that was flushed when this one was written, and with it all
 *     before it; a group without batches says nothing else
 * @param chain the checksum of the group before, or of the file's header
 */
record Group(int length, long number, long durable, int chain) {
  static final int HEAD = 32;
  static final int OVERHEAD = HEAD + 4;

  /** The most bytes that the batches of one group have; more is damage. */
  static final int LONGEST = 256 << 20;

  private static final int MAGIC = 0xA7_01_1F_4A;
  private static final int CHECKED = HEAD - 4;

  /** Puts the head before, and the checksum behind, the batches in {@code bytes}. */
  int frame(byte[] bytes) {
    var head = ByteBuffer.wrap(bytes);
    head.putInt(MAGIC).putInt(length).putLong(number).putLong(durable).putInt(chain);
    head.putInt(crc(bytes, 0, CHECKED));
    int checksum = crc(bytes, 0, HEAD + length);
    head.putInt(HEAD + length, checksum);
    return checksum;
  }

  /** The head at {@code offset}, if that is a sound one; else nothing. */
  static Optional<Group> read(byte[] bytes, int offset) {
    var head = ByteBuffer.wrap(bytes, offset, HEAD);
    if (head.getInt() != MAGIC) return Optional.empty();
    var group = new Group(head.getInt(), head.getLong(), head.getLong(), head.getInt());
    boolean sound = head.getInt() == crc(bytes, offset, CHECKED);
    return sound && group.length >= 0 && group.length <= LONGEST
        ? Optional.of(group)
        : Optional.empty();
  }

  int size() {
    return length + OVERHEAD;
  }

  static int crc(byte[] bytes, int offset, int length) {
    var crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
