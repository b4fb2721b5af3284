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

  /**
   * The native engine where its library loads, otherwise the portable one. Loading takes a fifth of
   * a second, so it happens aside, once, when the first key is used; until then the portable one
   * works. Both make the same signatures.
   */
  static Ed25519Engine best() {
    return Best.engine;
  }

  final class Best {
    private static volatile Ed25519Engine engine = new BouncyCastleEd25519();

    static {
      Thread.ofPlatform().daemon().name("ed25519-native").start(Best::preferNative);
    }

    private Best() {}

    private static void preferNative() {
      try {
        CorrettoEd25519.load().ifPresent(loaded -> engine = loaded);
      } catch (LinkageError e) {
        engine = new BouncyCastleEd25519(); // the provider is not on the class path
      }
    }
  }
}
