package atoll.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.identity.KeystoreException.Reason;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Closes secrets so that they may rest beside what is no secret: AES-256-GCM under one master key,
 * with a fresh nonce each time (NIST SP 800-38D). A sealed secret is one byte of version, 12 bytes
 * of nonce, the ciphertext and a tag of 16. Safe for any thread if its chance is.
 */
public final class Sealer {
  /** The length of a master key. */
  public static final int KEY_BYTES = 32;

  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;

  private final SecretKeySpec key;
  private final RandomGenerator random;

  /**
   * @param masterKey 32 bytes
   * @param random a {@link java.security.SecureRandom} outside tests
   */
  public Sealer(byte[] masterKey, RandomGenerator random) {
    if (masterKey.length != KEY_BYTES)
      throw new IllegalArgumentException(
          "a master key has %d bytes, not %d".formatted(KEY_BYTES, masterKey.length));
    this.key = new SecretKeySpec(masterKey, "AES");
    this.random = random;
  }

  /** One whose master key follows from a private key, and opens where that key is. */
  public static Sealer of(PrivateKey key, RandomGenerator random) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.marshal(), "HmacSHA256"));
      return new Sealer(mac.doFinal("atoll sealer 1".getBytes(UTF_8)), random);
    } catch (GeneralSecurityException e) {
      throw new AtollException(ErrorCode.INTERNAL, "deriving a master key failed", e);
    }
  }

  /** One whose key nobody else will ever know: for what need not outlive the process. */
  public static Sealer random(RandomGenerator random) {
    var masterKey = new byte[KEY_BYTES];
    random.nextBytes(masterKey);
    return new Sealer(masterKey, random);
  }

  /**
   * @param purpose what the secret is and whose; it opens for the same purpose only
   */
  public byte[] seal(byte[] plain, String purpose) {
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    var sealed = new byte[1 + NONCE_BYTES + plain.length + TAG_BYTES];
    sealed[0] = VERSION;
    System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
    try {
      var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, purpose);
      var _ = cipher.doFinal(plain, 0, plain.length, sealed, 1 + NONCE_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new AtollException(ErrorCode.INTERNAL, "sealing a secret failed", e);
    }
  }

  /**
   * @throws KeystoreException if it was sealed under another key, for another purpose, by a newer
   *     program, or changed since
   */
  public byte[] open(byte[] sealed, String purpose) {
    if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES)
      throw new KeystoreException(
          Reason.MALFORMED, "%d bytes are no sealed secret".formatted(sealed.length));
    if (sealed[0] != VERSION)
      throw new KeystoreException(
          Reason.UNSUPPORTED_VERSION,
          "the sealed secret has version %d, only %d is read".formatted(sealed[0], VERSION));
    var nonce = new byte[NONCE_BYTES];
    System.arraycopy(sealed, 1, nonce, 0, NONCE_BYTES);
    try {
      return cipher(Cipher.DECRYPT_MODE, nonce, purpose)
          .doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
    } catch (AEADBadTagException _) {
      throw new KeystoreException(
          Reason.NOT_OPENED,
          "the sealed secret does not open: another master secret or purpose sealed it, or it was"
              + " changed");
    } catch (GeneralSecurityException e) {
      throw new AtollException(ErrorCode.INTERNAL, "opening a sealed secret failed", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
    cipher.updateAAD(new byte[] {VERSION});
    cipher.updateAAD(purpose.getBytes(UTF_8));
    return cipher;
  }

  @Override
  public String toString() {
    return "***";
  }
}
