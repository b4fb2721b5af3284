package atoll.journal.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.journal.Change;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Batches as a group holds them, big-endian: 8 bytes of version, 4 of the length of the changes;
 * for each change 1 byte that is 1 to put and 2 to remove, 1 of the collection's length, 2 of the
 * key's, 4 of the value's (if put), then collection (ASCII), key (UTF-8) and value.
 */
final class BatchCoding {
  /** What comes before the changes of a batch. */
  static final int HEAD = 12;

  private static final byte PUT = 1;
  private static final byte REMOVE = 2;

  private BatchCoding() {}

  /** Takes what was read, in order. */
  interface Reading {
    /**
     * @param bytes of which the value is a part; they do not change any more
     */
    void put(String collection, String key, byte[] bytes, int offset, int length, long version);

    void remove(String collection, String key);
  }

  /** One batch with room for its version, which {@link #setVersion} gives. */
  static byte[] encode(List<Change> changes) {
    long length = HEAD;
    var keys = new byte[changes.size()][];
    for (int i = 0; i < keys.length; i++) {
      var change = changes.get(i);
      keys[i] = change.key().key().getBytes(UTF_8);
      length += 4 + change.key().collection().length() + keys[i].length;
      if (change instanceof Change.Put put) length += 4 + put.value().length;
    }
    if (length > Group.LONGEST)
      throw new IllegalArgumentException("a batch of %d bytes is too large".formatted(length));
    var out = ByteBuffer.allocate((int) length).putLong(0).putInt((int) length - HEAD);
    for (int i = 0; i < keys.length; i++) write(changes.get(i), keys[i], out);
    return out.array();
  }

  private static void write(Change change, byte[] key, ByteBuffer out) {
    var collection = change.key().collection().getBytes(US_ASCII);
    out.put(change instanceof Change.Put ? PUT : REMOVE);
    out.put((byte) collection.length).putShort((short) key.length);
    switch (change) {
      case Change.Put(_, var value) -> out.putInt(value.length).put(collection).put(key).put(value);
      case Change.Remove _ -> out.put(collection).put(key);
    }
  }

  static void setVersion(byte[] batch, long version) {
    ByteBuffer.wrap(batch).putLong(version);
  }

  /** How many bytes a snapshot has for an entry, roughly. */
  static int size(String collection, String key, int value) {
    return HEAD + 8 + collection.length() + key.length() + value;
  }

  /**
   * @return the greatest version in it, or 0
   * @throws UnreadableException if the batches make no sense, though their checksum holds
   */
  static long read(byte[] bytes, int offset, int length, long position, Reading reading)
      throws UnreadableException {
    var in = ByteBuffer.wrap(bytes, offset, length);
    long greatest = 0;
    var collection = "";
    try {
      while (in.hasRemaining()) {
        long version = in.getLong();
        int end = in.getInt() + in.position();
        if (end > in.limit()) throw new BufferUnderflowException();
        while (in.position() < end) {
          byte kind = in.get();
          int collectionLength = in.get();
          int keyLength = Short.toUnsignedInt(in.getShort());
          int valueLength = kind == PUT ? in.getInt() : 0;
          collection = text(bytes, in, collectionLength, collection);
          var key = new String(bytes, in.position(), keyLength, UTF_8);
          in.position(in.position() + keyLength);
          switch (kind) {
            case PUT -> {
              if (valueLength < 0 || valueLength > in.remaining())
                throw new BufferUnderflowException();
              reading.put(collection, key, bytes, in.position(), valueLength, version);
              in.position(in.position() + valueLength);
            }
            case REMOVE -> reading.remove(collection, key);
            default -> throw UnreadableException.damaged(position, "change of kind " + kind);
          }
        }
        greatest = Math.max(greatest, version);
      }
      return greatest;
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw UnreadableException.damaged(position, "its batches make no sense (" + e + ")");
    }
  }

  /** The text at the buffer's position; {@code last} itself if it is the same once more. */
  private static String text(byte[] bytes, ByteBuffer in, int length, String last) {
    int start = in.position();
    in.position(start + length);
    if (last.length() == length) {
      int same = 0;
      while (same < length && last.charAt(same) == bytes[start + same]) same++;
      if (same == length) return last;
    }
    return new String(bytes, start, length, US_ASCII);
  }
}
