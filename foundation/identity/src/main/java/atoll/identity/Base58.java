package atoll.identity;

import java.util.Arrays;

/** Base58 with Bitcoin's alphabet, for short texts only: the work grows with the square. */
final class Base58 {
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final int MAX_LENGTH = 128;
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < 58; i++) VALUES[ALPHABET.charAt(i)] = (byte) i;
  }

  private Base58() {}

  static String encode(byte[] bytes) {
    int zeros = 0;
    while (zeros < bytes.length && bytes[zeros] == 0) zeros++;
    var digits = new byte[bytes.length * 138 / 100 + 1];
    int used = 0;
    for (int i = zeros; i < bytes.length; i++) {
      int carry = bytes[i] & 0xff;
      int j = 0;
      for (; j < used || carry != 0; j++) {
        carry += digits[j] << 8;
        digits[j] = (byte) (carry % 58);
        carry /= 58;
      }
      used = j;
    }
    var out = new StringBuilder(zeros + used).repeat('1', zeros);
    for (int j = used - 1; j >= 0; j--) out.append(ALPHABET.charAt(digits[j]));
    return out.toString();
  }

  /**
   * @throws IllegalArgumentException on another alphabet, or beyond 128 characters
   */
  static byte[] decode(String text) {
    if (text.length() > MAX_LENGTH)
      throw new IllegalArgumentException(
          "base58 text has " + text.length() + " characters, at most " + MAX_LENGTH + " are read");
    int zeros = 0;
    while (zeros < text.length() && text.charAt(zeros) == '1') zeros++;
    var bytes = new byte[text.length()];
    int used = 0;
    for (int i = zeros; i < text.length(); i++) {
      char c = text.charAt(i);
      int carry = c < 128 ? VALUES[c] : -1;
      if (carry < 0) throw new IllegalArgumentException("not base58: character " + (i + 1));
      int j = 0;
      for (; j < used || carry != 0; j++) {
        carry += (bytes[j] & 0xff) * 58;
        bytes[j] = (byte) carry;
        carry >>= 8;
      }
      used = j;
    }
    var out = new byte[zeros + used];
    for (int j = 0; j < used; j++) out[zeros + used - 1 - j] = bytes[j];
    return out;
  }
}
