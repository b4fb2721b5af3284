package atoll.actor;

import atoll.kernel.json.MalformedJsonException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * One message on a stream: its length as 8 bytes, little-endian, then its JSON (DMS §3.4). A
 * decoder is made per stream, takes bytes in pieces of any size, and asks for memory only as they
 * arrive. Not thread-safe.
 */
public final class Frame {
  /** The most bytes a message may have. */
  public static final int MAX_MESSAGE = 1 << 20;

  private static final int HEADER = 8;
  private static final int FIRST_ROOM = 8192;

  private final ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
  private byte[] body = {};
  private int filled;
  private int length = -1;

  /** The protocol that an inbox is served under; it has no leading slash. */
  public static String protocolId(String inbox) {
    return "actor/" + inbox + "/messages/0.0.1";
  }

  /**
   * @throws IllegalArgumentException if {@code message} is longer than a stream carries
   */
  public static byte[] encode(byte[] message) {
    if (message.length > MAX_MESSAGE) throw new IllegalArgumentException(tooLong(message.length));
    return ByteBuffer.allocate(HEADER + message.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(message.length)
        .put(message)
        .array();
  }

  /**
   * Takes the next piece of the stream; the message, once it is whole.
   *
   * @throws MalformedJsonException if the length is over the limit, or bytes follow the message
   */
  public Optional<byte[]> take(ByteBuffer piece) {
    readHeader(piece);
    if (length < 0) return Optional.empty();
    int wanted = Math.min(length - filled, piece.remaining());
    if (filled + wanted > body.length)
      body = Arrays.copyOf(body, Math.min(length, Math.max(FIRST_ROOM, 2 * (filled + wanted))));
    piece.get(body, filled, wanted);
    filled += wanted;
    if (piece.hasRemaining()) throw new MalformedJsonException("bytes follow the message");
    if (filled < length) return Optional.empty();
    return Optional.of(body.length == length ? body : Arrays.copyOf(body, length));
  }

  private void readHeader(ByteBuffer piece) {
    while (length < 0 && piece.hasRemaining()) {
      header.put(piece.get());
      if (header.hasRemaining()) continue;
      long announced = header.getLong(0);
      if (announced < 0 || announced > MAX_MESSAGE)
        throw new MalformedJsonException(tooLong(announced));
      length = (int) announced;
    }
  }

  private static String tooLong(long length) {
    return "message of "
        + Long.toUnsignedString(length)
        + " bytes, a stream carries at most "
        + MAX_MESSAGE;
  }
}
