package atoll.identity;

/** Verifies with the key that a did:key spells. */
record KeyAnchor(Did did, PublicKey key) implements Anchor {
  @Override
  public boolean verify(byte[] data, byte[] signature) {
    return key.verify(data, signature);
  }
}
