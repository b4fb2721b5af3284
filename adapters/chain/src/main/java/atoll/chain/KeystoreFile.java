package atoll.chain;

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
import tools.jackson.databind.JsonNode;

/**
 * One account's private key, encrypted with a passphrase, as Ethereum's programs write it (Web3
 * Secret Storage, version 3).
 */
public final class KeystoreFile {
  /** No honest file is longer. */
  public static final int MAX_BYTES = 16 * 1024;

  private static final StrictJson JSON = new StrictJson(MAX_BYTES, 8);
  private static final int BLOCK = 16;
  private static final int WORD = 32;

  private final KeystoreDerivation derivation;
  private final byte[] iv;
  private final byte[] ciphertext;
  private final byte[] mac;

  private KeystoreFile(KeystoreDerivation derivation, byte[] iv, byte[] ciphertext, byte[] mac) {
    this.derivation = derivation;
    this.iv = iv;
    this.ciphertext = ciphertext;
    this.mac = mac;
  }

  /** Whether it looks like one, and not like a key in plain digits. */
  public static boolean mayBeIn(byte[] file) {
    for (byte one : file) if (!Character.isWhitespace(one)) return one == '{';
    return false;
  }

  /**
   * @throws IllegalArgumentException if it is none, or asks for more memory or time than honest
   *     ones do
   */
  public static KeystoreFile parse(byte[] json) {
    try {
      var file = Fields.of(tree(json));
      if (file.integer("version") != 3)
        throw new IllegalArgumentException("is of another version than 3");
      var crypto = file.object("crypto");
      if (!crypto.text("cipher").equals("aes-128-ctr"))
        throw new IllegalArgumentException("is not encrypted with aes-128-ctr");
      return new KeystoreFile(
          KeystoreDerivation.read(crypto.text("kdf"), crypto.object("kdfparams")),
          hex(crypto.object("cipherparams"), "iv", BLOCK),
          hex(crypto, "ciphertext", WORD),
          hex(crypto, "mac", WORD));
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException("is no keystore: " + e.getMessage(), e);
    }
  }

  /** A parser's own words may repeat the file, which may hold a key in plain digits. */
  private static JsonNode tree(byte[] json) {
    try {
      return JSON.read(json);
    } catch (MalformedJsonException e) {
      throw new MalformedJsonException("it is not JSON");
    }
  }

  /**
   * The private key as {@link EthereumKey#parse} takes it. Takes a second and 256 MiB, on purpose.
   *
   * @throws IllegalArgumentException if the passphrase is another, or the file was changed
   */
  public String open(byte[] passphrase) {
    var key = derivation.derive(passphrase);
    try {
      var seal = Keccak.hash(Arrays.copyOfRange(key, BLOCK, 2 * BLOCK), ciphertext);
      if (!MessageDigest.isEqual(seal, mac))
        throw new IllegalArgumentException("is not opened by the passphrase");
      return "0x" + HexFormat.of().formatHex(decrypt(Arrays.copyOf(key, BLOCK)));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private byte[] decrypt(byte[] key) {
    try {
      var cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
      return cipher.doFinal(ciphertext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES", e);
    }
  }

  static byte[] hex(Fields of, String name, int bytes) {
    var text = of.text(name);
    var digits = text.startsWith("0x") ? text.substring(2) : text;
    if (digits.length() != 2 * bytes || !digits.chars().allMatch(HexFormat::isHexDigit))
      throw new IllegalArgumentException("has a " + name + " that is not " + bytes + " bytes");
    return HexFormat.of().parseHex(digits);
  }

  @Override
  public String toString() {
    return "***";
  }
}
