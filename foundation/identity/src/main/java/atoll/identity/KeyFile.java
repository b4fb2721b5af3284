package atoll.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.identity.KeystoreException.Reason;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** One encrypted key as its file holds it, version 3 (DMS §1.6). */
record KeyFile(String id, KeyDerivation derivation, byte[] iv, byte[] ciphertext, byte[] mac) {
  static final int MAX_BYTES = 64 * 1024;

  private static final int VERSION = 3;
  private static final String CIPHER = "aes-256-ctr";
  private static final String KDF = "scrypt";
  private static final StrictJson JSON = new StrictJson(MAX_BYTES, 8);
  private static final HexFormat HEX = HexFormat.of();

  static KeyFile encrypt(
      String id, byte[] plaintext, byte[] passphrase, KeyDerivation derivation, byte[] iv) {
    var key = derivation.derive(passphrase);
    try {
      var ciphertext = aesCtr(key, iv, plaintext);
      return new KeyFile(id, derivation, iv, ciphertext, mac(key, ciphertext));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * @throws KeystoreException if the passphrase is another, or the file was changed
   */
  byte[] decrypt(byte[] passphrase) {
    var key = derivation.derive(passphrase);
    try {
      if (!MessageDigest.isEqual(mac(key, ciphertext), mac))
        throw new KeystoreException(
            Reason.WRONG_PASSPHRASE,
            "the passphrase does not open key " + id + ", or its file was changed");
      return aesCtr(key, iv, ciphertext);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  static KeyFile parse(byte[] bytes) {
    try {
      var file = Fields.of(JSON.read(bytes));
      long version = file.integer("version");
      if (version != VERSION)
        throw new KeystoreException(
            Reason.UNSUPPORTED_VERSION,
            "key file has version " + version + ", only " + VERSION + " is read");
      var crypto = file.object("crypto");
      if (!crypto.text("cipher").equals(CIPHER))
        throw new KeystoreException(
            Reason.UNSUPPORTED_CIPHER, "key file is not encrypted with " + CIPHER);
      if (!crypto.text("kdf").equals(KDF))
        throw new KeystoreException(
            Reason.UNSUPPORTED_KDF, "key file does not derive its key with " + KDF);
      var kdf = crypto.object("kdfparams");
      if (kdf.integer("dklen") != KeyDerivation.KEY_BYTES)
        throw new KeystoreException(
            Reason.UNSUPPORTED_KDF,
            "key file derives no key of " + KeyDerivation.KEY_BYTES + " bytes");
      var derivation =
          new KeyDerivation(
              bounded(kdf, "n"), bounded(kdf, "r"), bounded(kdf, "p"), hex(kdf, "salt", 128));
      return new KeyFile(
          file.text("id"),
          derivation,
          hex(crypto.object("cipherparams"), "iv", 16),
          hex(crypto, "ciphertext", 4096),
          hex(crypto, "mac", 32));
    } catch (MalformedJsonException e) {
      throw new KeystoreException(Reason.MALFORMED, "key file: " + e.getMessage());
    }
  }

  byte[] toBytes() {
    return """
    {
      "id": "%s",
      "crypto": {
        "cipher": "%s",
        "ciphertext": "%s",
        "cipherparams": {
          "iv": "%s"
        },
        "kdf": "%s",
        "kdfparams": {
          "n": %d,
          "r": %d,
          "p": %d,
          "dklen": %d,
          "salt": "%s"
        },
        "mac": "%s"
      },
      "version": %d
    }
    """
        .formatted(
            id,
            CIPHER,
            HEX.formatHex(ciphertext),
            HEX.formatHex(iv),
            KDF,
            derivation.n(),
            derivation.r(),
            derivation.p(),
            KeyDerivation.KEY_BYTES,
            HEX.formatHex(derivation.salt()),
            HEX.formatHex(mac),
            VERSION)
        .getBytes(UTF_8);
  }

  private static int bounded(Fields fields, String name) {
    long number = fields.integer(name);
    return (int) Math.clamp(number, -1, Integer.MAX_VALUE);
  }

  private static byte[] hex(Fields fields, String name, int maxBytes) {
    var text = fields.text(name);
    if (text.length() > 2 * maxBytes)
      throw new KeystoreException(
          Reason.MALFORMED, "key file: " + name + " has more than " + maxBytes + " bytes");
    try {
      return HEX.parseHex(text);
    } catch (IllegalArgumentException e) {
      throw new KeystoreException(Reason.MALFORMED, "key file: " + name + " is not hexadecimal");
    }
  }

  /** Encrypts and decrypts alike. */
  private static byte[] aesCtr(byte[] key, byte[] iv, byte[] data) {
    if (iv.length != 16)
      throw new KeystoreException(Reason.MALFORMED, "key file: iv has not 16 bytes");
    try {
      var cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, 0, 32, "AES"), new IvParameterSpec(iv));
      return cipher.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new AtollException(ErrorCode.INTERNAL, "AES in counter mode failed", e);
    }
  }

  private static byte[] mac(byte[] key, byte[] ciphertext) {
    try {
      var digest = MessageDigest.getInstance("SHA3-256");
      digest.update(key, 32, 32);
      return digest.digest(ciphertext);
    } catch (GeneralSecurityException e) {
      throw new AtollException(ErrorCode.INTERNAL, "SHA3-256 failed", e);
    }
  }
}
