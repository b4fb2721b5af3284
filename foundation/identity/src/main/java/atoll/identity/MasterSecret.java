package atoll.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import atoll.identity.KeystoreException.Reason;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The one key that seals the others where nobody is there to type a passphrase: 32 bytes in a file
 * of mode 0600, with a checksum, so that a changed file is told from a wrong one.
 */
public final class MasterSecret {
  private static final HexFormat HEX = HexFormat.of();
  private static final int CHECK_BYTES = 4;
  private static final int MAX_BYTES = 256;
  private static final Pattern TEXT =
      Pattern.compile("atoll-master-secret 1 ([0-9a-f]{64}) ([0-9a-f]{8})\n");

  private MasterSecret() {}

  /**
   * The sealer of the secret in {@code file}, which is made if there is none. Of several who make
   * it at once, all get the same.
   *
   * @param random a {@link java.security.SecureRandom} outside tests
   * @throws KeystoreException if others may read it, or it is a link, or makes no sense
   * @throws AtollException if the disk refuses
   */
  public static Sealer keptIn(Path file, RandomGenerator random) {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) make(file, random);
    var key = read(file);
    try {
      return new Sealer(key, random);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static void make(Path file, RandomGenerator random) {
    var key = new byte[Sealer.KEY_BYTES];
    random.nextBytes(key);
    var suffix = new byte[8];
    random.nextBytes(suffix);
    var fresh = file.resolveSibling("." + file.getFileName() + "." + HEX.formatHex(suffix));
    var text = "atoll-master-secret 1 %s %s\n".formatted(HEX.formatHex(key), check(key));
    SecretFile.write(fresh, text.getBytes(US_ASCII));
    try {
      try {
        Files.createLink(file, fresh); // unlike a move, never replaces the secret of another
      } catch (FileAlreadyExistsException _) {
        return;
      } finally {
        Files.delete(fresh);
      }
      SecretFile.forceFolderOf(file);
    } catch (IOException e) {
      throw new AtollException(ErrorCode.STORAGE_FAILED, "making the master secret " + file, e);
    }
  }

  private static byte[] read(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
      throw new KeystoreException(
          Reason.EXPOSED, "the master secret " + file + " is a link, not a file; put it there");
    if (SecretFile.isExposed(file))
      throw new KeystoreException(
          Reason.EXPOSED,
          "others may read the master secret %s; if nobody did: chmod 600 %s"
              .formatted(file, file));
    var text = TEXT.matcher(new String(SecretFile.read(file, MAX_BYTES), US_ASCII));
    if (!text.matches()) throw malformed(file);
    var key = HEX.parseHex(text.group(1));
    if (!check(key).equals(text.group(2))) throw malformed(file);
    return key;
  }

  private static KeystoreException malformed(Path file) {
    return new KeystoreException(
        Reason.MALFORMED,
        "the master secret %s was changed or comes from a newer program; restore it from a backup"
            .formatted(file));
  }

  private static String check(byte[] key) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(key);
      return HEX.formatHex(digest, 0, CHECK_BYTES);
    } catch (GeneralSecurityException e) {
      throw new AtollException(ErrorCode.INTERNAL, "SHA-256 failed", e);
    }
  }
}
