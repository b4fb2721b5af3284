package atoll.actor;

import atoll.identity.KeyType;
import atoll.identity.PrivateKey;
import java.util.HexFormat;

/** The keys and the envelope of DMS §17. */
final class Vectors {
  static final PrivateKey A =
      key("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  static final PrivateKey B =
      key("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  static final PrivateKey C =
      key("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");

  private Vectors() {}

  static byte[] envelope() {
    try (var in = Vectors.class.getResourceAsStream("envelope.json")) {
      return in.readAllBytes();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static PrivateKey key(String seed) {
    return PrivateKey.fromSeed(KeyType.ED25519, HexFormat.of().parseHex(seed));
  }
}
