package atoll.chain;

import java.math.BigInteger;
import java.util.HexFormat;

/** Thirty-two bytes: a hash, a key of a mapping, a topic of an event. */
public record Word(String hex) {
  public Word {
    hex = new Data(hex).hex();
    if (hex.length() != 66)
      throw new IllegalArgumentException("word has " + (hex.length() / 2 - 1) + " bytes, not 32");
  }

  public static Word of(byte[] bytes) {
    return new Word(Data.of(bytes).hex());
  }

  /**
   * A number, big-endian.
   *
   * @param number between 0 and 2^256 - 1
   */
  public static Word of(BigInteger number) {
    if (number.signum() < 0 || number.bitLength() > 256)
      throw new IllegalArgumentException("number is not within 256 bits");
    var digits = number.toString(16);
    return new Word("0x" + "0".repeat(64 - digits.length()) + digits);
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex, 2, hex.length());
  }

  @Override
  public String toString() {
    return hex;
  }
}
