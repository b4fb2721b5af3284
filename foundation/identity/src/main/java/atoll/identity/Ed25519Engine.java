package atoll.identity;

/** One implementation of Ed25519 (RFC 8032). Thread-safe. */
interface Ed25519Engine {
  /** A signer that keeps what can be prepared from the 32-byte seed. Thread-safe. */
  Signing signing(byte[] seed, byte[] publicKey);

  /** False for anything that is not this key's signature, malformed keys and lengths included. */
  boolean verify(byte[] publicKey, byte[] data, byte[] signature);

  interface Signing {
    byte[] sign(byte[] data);
  }

  /** The native engine where its library loads, otherwise the portable one; chosen at first use. */
  static Ed25519Engine best() {
    return Best.ENGINE;
  }

  final class Best {
    private static final Ed25519Engine ENGINE =
        CorrettoEd25519.load().map(Ed25519Engine.class::cast).orElseGet(BouncyCastleEd25519::new);

    private Best() {}
  }
}
