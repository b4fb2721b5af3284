package atoll.identity;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A private key of type Ed25519 or secp256k1. Never printed. */
public final class PrivateKey {
  private final PublicKey publicKey;
  private final byte[] secret;
  private volatile @Nullable Prepared prepared;

  private record Prepared(Ed25519Engine engine, Ed25519Engine.Signing signing) {}

  private PrivateKey(PublicKey publicKey, byte[] secret) {
    this.publicKey = publicKey;
    this.secret = secret;
  }

  /** A new key; {@code random} must be a {@link java.security.SecureRandom} outside tests. */
  public static PrivateKey generate(KeyType type, RandomGenerator random) {
    var secret = new byte[32];
    do random.nextBytes(secret);
    while (type == KeyType.SECP256K1 && !Secp256k1.isScalar(secret));
    return fromSeed(type, secret);
  }

  /** A new Ed25519 key, the kind that every actor has. */
  public static PrivateKey generate(RandomGenerator random) {
    return generate(KeyType.ED25519, random);
  }

  /**
   * @param seed 32 bytes: the seed of RFC 8032, or the scalar of secp256k1
   * @throws IllegalArgumentException if they cannot be a key
   */
  public static PrivateKey fromSeed(KeyType type, byte[] seed) {
    if (seed.length != 32)
      throw new IllegalArgumentException("private key has " + seed.length + " bytes, not 32");
    return switch (type) {
      case ED25519 ->
          new PrivateKey(PublicKey.of(type, BouncyCastleEd25519.publicKey(seed)), seed.clone());
      case SECP256K1 -> {
        if (!Secp256k1.isScalar(seed))
          throw new IllegalArgumentException("private key is no scalar of secp256k1");
        yield new PrivateKey(PublicKey.of(type, Secp256k1.publicKey(seed)), seed.clone());
      }
      case ETH ->
          throw new IllegalArgumentException("ETH keys stay in their wallet; none is made here");
    };
  }

  /**
   * Reads libp2p's protobuf of a private key (DMS §1.1).
   *
   * @throws IllegalArgumentException if it is none, or holds a public half that does not belong
   */
  public static PrivateKey unmarshal(byte[] marshalled) {
    var field = KeyMessage.read(marshalled);
    var data = field.data();
    if (field.type() != KeyType.ED25519) return fromSeed(field.type(), data);
    if (data.length != 64)
      throw new IllegalArgumentException(
          "Ed25519 private key has " + data.length + " bytes, not 64");
    var key = fromSeed(KeyType.ED25519, Arrays.copyOf(data, 32));
    if (!Arrays.equals(key.publicKey.raw(), Arrays.copyOfRange(data, 32, 64)))
      throw new IllegalArgumentException(
          "the halves of an Ed25519 private key do not belong together");
    return key;
  }

  public KeyType type() {
    return publicKey.type();
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  /** libp2p's protobuf: a secret. */
  public byte[] marshal() {
    return KeyMessage.write(
        type(), type() == KeyType.ED25519 ? joined(secret, publicKey.raw()) : secret);
  }

  public byte[] sign(byte[] data) {
    return switch (type()) {
      case ED25519 -> signing().sign(data);
      case SECP256K1 -> Secp256k1.sign(secret, Secp256k1.sha256(data));
      case ETH -> throw new IllegalStateException("ETH keys stay in their wallet");
    };
  }

  private Ed25519Engine.Signing signing() {
    var engine = Ed25519Engine.best();
    var ready = prepared;
    if (ready == null || ready.engine != engine)
      prepared = ready = new Prepared(engine, engine.signing(secret, publicKey.raw()));
    return ready.signing;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var whole = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, whole, first.length, second.length);
    return whole;
  }

  @Override
  public String toString() {
    return "***";
  }
}
