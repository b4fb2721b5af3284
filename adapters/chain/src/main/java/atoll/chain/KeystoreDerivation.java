package atoll.chain;

import atoll.kernel.json.Fields;
import java.util.HexFormat;

/**
 * How a keystore's passphrase becomes a key of 32 bytes (Web3 Secret Storage). A file says itself
 * what that costs, so none may ask for more than some seconds and 256 MiB.
 */
sealed interface KeystoreDerivation {
  int KEY_BYTES = 32;

  byte[] derive(byte[] passphrase);

  /** Takes 128·n·r bytes of memory while it runs. */
  record ByScrypt(int n, int r, int p, byte[] salt) implements KeystoreDerivation {
    private static final long MOST_MEMORY = 256L << 20;
    private static final long MOST_BLOCKS = 1 << 20;

    public ByScrypt {
      if (n < 2 || Integer.bitCount(n) != 1 || r < 1 || p < 1)
        throw new IllegalArgumentException("has scrypt parameters that make no sense");
      if (128L * n * r > MOST_MEMORY || 128L * r * p > MOST_BLOCKS)
        throw new IllegalArgumentException("asks scrypt for more than " + MOST_MEMORY + " bytes");
    }

    @Override
    public byte[] derive(byte[] passphrase) {
      return Scrypt.derive(passphrase, salt, n, r, p, KEY_BYTES);
    }
  }

  /** With HMAC-SHA-256. */
  record ByPbkdf2(int rounds, byte[] salt) implements KeystoreDerivation {
    private static final int MOST_ROUNDS = 10_000_000;

    public ByPbkdf2 {
      if (rounds < 1) throw new IllegalArgumentException("has pbkdf2 rounds that make no sense");
      if (rounds > MOST_ROUNDS)
        throw new IllegalArgumentException("asks pbkdf2 for more than " + MOST_ROUNDS + " rounds");
    }

    @Override
    public byte[] derive(byte[] passphrase) {
      return Scrypt.pbkdf2(passphrase, salt, rounds, KEY_BYTES);
    }
  }

  /**
   * @throws IllegalArgumentException if it is none of the two, or too costly
   */
  static KeystoreDerivation read(String name, Fields params) {
    if (params.integer("dklen") != KEY_BYTES)
      throw new IllegalArgumentException("derives no key of " + KEY_BYTES + " bytes");
    return switch (name) {
      case "scrypt" ->
          new ByScrypt(whole(params, "n"), whole(params, "r"), whole(params, "p"), salt(params));
      case "pbkdf2" -> {
        if (!params.text("prf").equals("hmac-sha256"))
          throw new IllegalArgumentException("uses pbkdf2 with another function than hmac-sha256");
        yield new ByPbkdf2(whole(params, "c"), salt(params));
      }
      default -> throw new IllegalArgumentException("derives its key by neither scrypt nor pbkdf2");
    };
  }

  private static int whole(Fields of, String name) {
    return (int) Math.clamp(of.integer(name), 0, Integer.MAX_VALUE);
  }

  private static byte[] salt(Fields of) {
    var text = of.text("salt");
    var digits = text.startsWith("0x") ? text.substring(2) : text;
    if (digits.isEmpty()
        || digits.length() > 256
        || digits.length() % 2 != 0
        || !digits.chars().allMatch(HexFormat::isHexDigit))
      throw new IllegalArgumentException("has a salt that is not 1 to 128 bytes");
    return HexFormat.of().parseHex(digits);
  }
}
