package atoll.identity;

/** Signs with a private key in memory. */
record KeySigner(PrivateKey key, Anchor anchor) implements Signer {
  @Override
  public Did did() {
    return anchor.did();
  }

  @Override
  public byte[] sign(byte[] data) {
    return key.sign(data);
  }
}
