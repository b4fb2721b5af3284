package atoll.identity;

import atoll.identity.KeystoreException.Reason;
import org.bouncycastle.crypto.generators.SCrypt;

/** scrypt with bounded cost; takes 128·n·r bytes of memory while it runs. */
record KeyDerivation(int n, int r, int p, byte[] salt) {
  static final int KEY_BYTES = 64;

  /** About a second and 256 MiB. */
  static final int STANDARD_N = 1 << 18;

  private static final int MAX_N = 1 << 20;
  private static final int MAX_R = 8;
  private static final int MAX_P = 4;

  KeyDerivation {
    if (n < 2 || Integer.bitCount(n) != 1 || r < 1 || p < 1)
      throw new KeystoreException(
          Reason.MALFORMED, "scrypt parameters make no sense: n " + n + ", r " + r + ", p " + p);
    if (n > MAX_N || r > MAX_R || p > MAX_P)
      throw new KeystoreException(
          Reason.EXCESSIVE_COST,
          "scrypt parameters n %d, r %d, p %d are beyond %d, %d, %d"
              .formatted(n, r, p, MAX_N, MAX_R, MAX_P));
    if (salt.length < 8 || salt.length > 128)
      throw new KeystoreException(
          Reason.MALFORMED, "scrypt salt has " + salt.length + " bytes, not 8 to 128");
  }

  byte[] derive(byte[] passphrase) {
    return SCrypt.generate(passphrase, salt, n, r, p, KEY_BYTES);
  }
}
