package atoll.provider;

import atoll.identity.Did;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Whose something is, as a name of one length that fits folders and keys. */
final class OwnerDigest {
  private OwnerDigest() {}

  /** 32 hex digits. */
  static String of(Did owner) {
    try {
      var bytes = owner.uri().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
