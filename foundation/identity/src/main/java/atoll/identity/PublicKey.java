package atoll.identity;

import java.util.Arrays;

/**
 * A public key, equal by type and raw bytes; points of secp256k1 are compressed and on the curve.
 */
public final class PublicKey {
  private final KeyType type;
  private final byte[] raw;

  private PublicKey(KeyType type, byte[] raw) {
    this.type = type;
    this.raw = raw;
  }

  /**
   * @throws IllegalArgumentException if {@code raw} has another length or is no point of the curve
   */
  public static PublicKey of(KeyType type, byte[] raw) {
    if (raw.length != type.publicLength())
      throw new IllegalArgumentException(
          type + " public key has " + raw.length + " bytes, not " + type.publicLength());
    if (type != KeyType.ED25519 && !Secp256k1.isPoint(raw))
      throw new IllegalArgumentException(type + " public key is no compressed point of the curve");
    return new PublicKey(type, raw.clone());
  }

  /**
   * Reads libp2p's protobuf, in its one canonical form only (DMS §1.1).
   *
   * @throws IllegalArgumentException if it is anything but an Ed25519 or secp256k1 key
   */
  public static PublicKey unmarshal(byte[] marshalled) {
    var field = KeyMessage.read(marshalled);
    return of(field.type(), field.data());
  }

  public KeyType type() {
    return type;
  }

  /** A copy of the raw key. */
  public byte[] raw() {
    return raw.clone();
  }

  /**
   * libp2p's protobuf.
   *
   * @throws IllegalStateException for a key that only anchors a DID
   */
  public byte[] marshal() {
    return KeyMessage.write(type, raw);
  }

  /** Whether {@code signature} is this key's over {@code data}; malformed signatures are false. */
  public boolean verify(byte[] data, byte[] signature) {
    return switch (type) {
      case ED25519 -> Ed25519Engine.best().verify(raw, data, signature);
      case SECP256K1 -> Secp256k1.verify(raw, Secp256k1.sha256(data), signature);
      case ETH -> Secp256k1.verify(raw, EthereumMessage.digest(data), signature);
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKey key && key.type == type && Arrays.equals(key.raw, raw);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(raw);
  }

  @Override
  public String toString() {
    return Did.of(this).uri();
  }
}
