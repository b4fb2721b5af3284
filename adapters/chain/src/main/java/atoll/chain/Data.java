package atoll.chain;

import java.util.HexFormat;

/** Bytes as the chain writes them: {@code 0x} and an even number of lower-case hex digits. */
public record Data(String hex) {
  public static final Data EMPTY = new Data("0x");

  public Data {
    if (!hex.startsWith("0x")) throw new IllegalArgumentException("bytes do not begin with 0x");
    if (hex.length() % 2 != 0)
      throw new IllegalArgumentException("bytes have an odd number of hex digits");
    for (int i = 2; i < hex.length(); i++)
      if (!HexFormat.isHexDigit(hex.charAt(i)))
        throw new IllegalArgumentException("bytes hold something that is no hex digit");
    hex = hex.toLowerCase(java.util.Locale.ROOT);
  }

  public static Data of(byte[] bytes) {
    return new Data("0x" + HexFormat.of().formatHex(bytes));
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex, 2, hex.length());
  }

  public int length() {
    return hex.length() / 2 - 1;
  }

  public boolean isEmpty() {
    return hex.length() == 2;
  }

  @Override
  public String toString() {
    return hex;
  }
}
