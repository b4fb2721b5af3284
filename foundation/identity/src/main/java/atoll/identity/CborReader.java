package atoll.identity;

import java.util.Arrays;

/**
 * Reads the little of CBOR (RFC 8949) that COSE signatures are made of: definite lengths, numbers
 * within 31 bits. Everything else is refused.
 */
final class CborReader {
  static final int UNSIGNED = 0;
  static final int NEGATIVE = 1;
  static final int BYTES = 2;
  static final int TEXT = 3;
  static final int ARRAY = 4;
  static final int MAP = 5;
  static final int SIMPLE = 7;

  private static final int MAX_DEPTH = 8;

  private final byte[] in;
  private int at;

  CborReader(byte[] in) {
    this.in = in;
  }

  boolean atEnd() {
    return at == in.length;
  }

  byte[] bytes() {
    int length = head(BYTES);
    if (length > in.length - at) throw new IllegalArgumentException("CBOR ends too early");
    at += length;
    return Arrays.copyOfRange(in, at - length, at);
  }

  /** How many items follow. */
  int array() {
    return head(ARRAY);
  }

  /** How many pairs follow. */
  int map() {
    return head(MAP);
  }

  int integer() {
    return peek() == NEGATIVE ? -1 - head(NEGATIVE) : head(UNSIGNED);
  }

  void skip() {
    skip(0);
  }

  private void skip(int depth) {
    if (depth > MAX_DEPTH) throw new IllegalArgumentException("CBOR is nested too deep");
    switch (peek()) {
      case UNSIGNED, NEGATIVE -> integer();
      case BYTES -> bytes();
      case TEXT -> {
        int length = head(TEXT);
        if (length > in.length - at) throw new IllegalArgumentException("CBOR ends too early");
        at += length;
      }
      case ARRAY -> {
        for (int left = array(); left > 0; left--) skip(depth + 1);
      }
      case MAP -> {
        for (int left = map(); left > 0; left--) {
          skip(depth + 1);
          skip(depth + 1);
        }
      }
      case SIMPLE -> head(SIMPLE);
      default -> throw new IllegalArgumentException("CBOR tags are not supported");
    }
  }

  private int peek() {
    if (at >= in.length) throw new IllegalArgumentException("CBOR ends too early");
    return (in[at] & 0xff) >> 5;
  }

  private int head(int major) {
    if (peek() != major) throw new IllegalArgumentException("CBOR item is of another type");
    int value = in[at++] & 0x1f;
    if (value < 24) return value;
    int length = 1 << (value - 24);
    if (length > 4 || length > in.length - at)
      throw new IllegalArgumentException("CBOR length is not supported");
    long number = 0;
    for (int i = 0; i < length; i++) number = number << 8 | (in[at++] & 0xff);
    if (number > Integer.MAX_VALUE) throw new IllegalArgumentException("CBOR number is too big");
    return (int) number;
  }
}
