package atoll.identity;

/** What verifies signatures made in the name of a DID (DMS §1.3). */
public interface Anchor {
  Did did();

  boolean verify(byte[] data, byte[] signature);

  /** The anchor of a DID that is its own key. */
  static Anchor of(PublicKey key) {
    return new KeyAnchor(Did.of(key), key);
  }
}
