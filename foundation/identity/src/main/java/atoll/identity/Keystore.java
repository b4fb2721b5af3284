package atoll.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.identity.KeystoreException.Reason;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Private keys at rest, one encrypted file each, in a folder that only its owner may enter (DMS
 * §1.6). Opening a key takes about a second and 256 MiB, on purpose.
 */
public final class Keystore {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final String SUFFIX = ".json";

  private final Path folder;
  private final RandomGenerator random;
  private final int scryptN;

  /**
   * @param folder {@code <user_dir>/key}; made when the first key is saved
   * @param random a {@link java.security.SecureRandom} outside tests
   */
  public Keystore(Path folder, RandomGenerator random) {
    this(folder, random, KeyDerivation.STANDARD_N);
  }

  Keystore(Path folder, RandomGenerator random, int scryptN) {
    this.folder = folder;
    this.random = random;
    this.scryptN = scryptN;
  }

  public boolean contains(String name) {
    return Files.isRegularFile(file(name));
  }

  /**
   * Encrypts and keeps {@code key}, replacing one of the same name.
   *
   * @throws KeystoreException for an empty passphrase or a name that is no plain file name
   */
  public void save(String name, PrivateKey key, char[] passphrase) {
    var file = file(name);
    var secret = bytes(passphrase);
    var plaintext = key.marshal();
    try {
      var encrypted =
          KeyFile.encrypt(
              name, plaintext, secret, new KeyDerivation(scryptN, 8, 1, random(64)), random(16));
      SecretFile.write(file, encrypted.toBytes());
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  /**
   * @throws KeystoreException with its reason if there is no such key or it does not open
   */
  public PrivateKey get(String name, char[] passphrase) {
    var secret = bytes(passphrase);
    try {
      var plaintext = read(name).decrypt(secret);
      try {
        return PrivateKey.unmarshal(plaintext);
      } catch (IllegalArgumentException e) {
        throw new KeystoreException(
            Reason.MALFORMED, "key " + name + " opens, but holds: " + e.getMessage());
      } finally {
        Arrays.fill(plaintext, (byte) 0);
      }
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** Deletes a key for good; only who can open it may. */
  public void delete(String name, char[] passphrase) {
    get(name, passphrase);
    try {
      Files.delete(file(name));
    } catch (IOException e) {
      throw new AtollException(ErrorCode.STORAGE_FAILED, "deleting key " + name, e);
    }
  }

  /** The names of all keys, sorted. */
  public List<String> list() {
    if (!Files.isDirectory(folder)) return List.of();
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .filter(name -> NAME.matcher(name).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AtollException(ErrorCode.STORAGE_FAILED, "listing the keys in " + folder, e);
    }
  }

  private KeyFile read(String name) {
    var file = file(name);
    if (!Files.isRegularFile(file))
      throw new KeystoreException(
          Reason.NO_SUCH_KEY,
          "there is no key " + name + " in " + folder + "; make it with: atoll key new " + name);
    return KeyFile.parse(SecretFile.read(file, KeyFile.MAX_BYTES));
  }

  private Path file(String name) {
    if (!NAME.matcher(name).matches())
      throw new KeystoreException(
          Reason.BAD_NAME,
          "a key's name has letters, digits, dots, dashes and underscores, at most 64");
    return folder.resolve(name + SUFFIX);
  }

  private byte[] random(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(char[] passphrase) {
    if (passphrase.length == 0)
      throw new KeystoreException(Reason.EMPTY_PASSPHRASE, "the passphrase is empty");
    var buffer = UTF_8.encode(CharBuffer.wrap(passphrase));
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    Arrays.fill(buffer.array(), (byte) 0);
    return bytes;
  }
}
