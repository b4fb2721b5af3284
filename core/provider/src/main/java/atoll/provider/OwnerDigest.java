package atoll.provider;

import atoll.identity.Did;
import atoll.kernel.Sha256;
import java.nio.charset.StandardCharsets;

/** Whose something is, as a name of one length that fits folders and keys. */
final class OwnerDigest {
  private OwnerDigest() {}

  /** 32 hex digits. */
  static String of(Did owner) {
    return Sha256.hex(owner.uri().getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }
}
