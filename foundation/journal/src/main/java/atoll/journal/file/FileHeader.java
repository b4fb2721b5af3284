package atoll.journal.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import atoll.journal.file.FileName.Kind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first {@value #BYTES} bytes of a file, big-endian: 8 of magic, 2 of format and the same two
 * turned over, 4 of kind, 8 of number, 8 of version, 4 of the checksum that the chain has here, 4
 * of CRC-32C of all that.
 *
 * @param number of the first group of a log, or of the first one after a snapshot
 * @param version the greatest that any entry had before
 * @param chain the checksum of the group before {@code number}
 */
record FileHeader(Kind kind, long number, long version, int chain) {
  static final int BYTES = 40;

  /** Of the files as such; grows when an older program could not read them. */
  static final int FORMAT = 1;

  private static final byte[] MAGIC = "ATOLLJNL".getBytes(US_ASCII);

  byte[] toBytes() {
    var bytes = ByteBuffer.allocate(BYTES);
    bytes.put(MAGIC).putShort((short) FORMAT).putShort((short) ~FORMAT);
    bytes.putInt(kind.ordinal()).putLong(number).putLong(version).putInt(chain);
    bytes.putInt(checksum(bytes.array()));
    return bytes.array();
  }

  /** What the first group's checksum goes on from. */
  int checksum() {
    return checksum(toBytes());
  }

  /**
   * @throws UnreadableException if they are none, or of a newer format
   */
  static FileHeader read(byte[] bytes) throws UnreadableException {
    var in = ByteBuffer.wrap(bytes);
    var magic = new byte[MAGIC.length];
    in.get(magic);
    int format = Short.toUnsignedInt(in.getShort());
    boolean sure = format == Short.toUnsignedInt((short) ~in.getShort());
    if (!Arrays.equals(magic, MAGIC) || !sure)
      throw UnreadableException.damaged(0, "its first bytes are not those of a journal");
    if (format > FORMAT) throw UnreadableException.newer("format", format, FORMAT);
    int kind = in.getInt();
    long number = in.getLong();
    long version = in.getLong();
    int chain = in.getInt();
    if (in.getInt() != checksum(bytes) || format < 1)
      throw UnreadableException.damaged(0, "its header does not match its checksum");
    return new FileHeader(Kind.values()[kind], number, version, chain);
  }

  /** The header of a snapshot of all that comes before this log. */
  FileHeader ofSnapshot() {
    return new FileHeader(Kind.SNAPSHOT, number, version, chain);
  }

  /** The header of the log that follows this snapshot. */
  FileHeader ofLog() {
    return new FileHeader(Kind.LOG, number, version, chain);
  }

  private static int checksum(byte[] header) {
    var crc = new CRC32C();
    crc.update(header, 0, BYTES - 4);
    return (int) crc.getValue();
  }
}
