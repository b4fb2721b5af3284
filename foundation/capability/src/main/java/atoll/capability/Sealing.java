package atoll.capability;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.identity.PrivateKey;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Whether a context's file can be read and changed only with the context's private key: AES-256-GCM
 * with a key that HKDF derives from it. A hardware wallet lends no key, so its file is clear, as
 * the original's are.
 */
public final class Sealing {
  private static final byte[] PURPOSE = "atoll capability context v1".getBytes(UTF_8);
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Optional<SecretKey> key;

  private Sealing(Optional<SecretKey> key) {
    this.key = key;
  }

  public static Sealing with(PrivateKey key) {
    var secret = key.marshal();
    try {
      var derivation = HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(PURPOSE, 32);
      return new Sealing(Optional.of(KDF.getInstance("HKDF-SHA256").deriveKey("AES", derivation)));
    } catch (GeneralSecurityException e) {
      throw broken("deriving", e);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** For a key that cannot be exported. */
  public static Sealing none() {
    return new Sealing(Optional.empty());
  }

  boolean isNone() {
    return key.isEmpty();
  }

  /** Nonce and ciphertext with its tag. */
  byte[] seal(byte[] plaintext, String boundTo, RandomGenerator random) {
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, boundTo).doFinal(plaintext);
      var out = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, out, NONCE_BYTES, sealed.length);
      return out;
    } catch (GeneralSecurityException e) {
      throw broken("sealing", e);
    }
  }

  /** Empty if another key sealed it, for something else, or if it was changed since. */
  Optional<byte[]> open(byte[] sealed, String boundTo) {
    if (key.isEmpty() || sealed.length < NONCE_BYTES + TAG_BITS / 8) return Optional.empty();
    try {
      return Optional.of(
          cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), boundTo)
              .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw broken("opening", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String boundTo) throws GeneralSecurityException {
    var cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key.orElseThrow(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(boundTo.getBytes(UTF_8));
    return cipher;
  }

  private static AtollException broken(String doing, GeneralSecurityException cause) {
    return new AtollException(ErrorCode.INTERNAL, doing + " a capability context failed", cause);
  }
}
