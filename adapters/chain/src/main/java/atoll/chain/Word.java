package atoll.chain;

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

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex, 2, hex.length());
  }

  @Override
  public String toString() {
    return hex;
  }
}
