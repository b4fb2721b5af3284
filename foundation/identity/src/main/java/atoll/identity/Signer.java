package atoll.identity;

/** What signs in the name of a DID; the original calls it a provider (DMS §1.3). */
public interface Signer {
  Did did();

  /**
   * Signs; a hardware wallet may block until a person agrees.
   *
   * @throws atoll.kernel.AtollException if the wallet or its helper fails
   */
  byte[] sign(byte[] data);

  Anchor anchor();

  /** Signs with a key in memory. */
  static Signer of(PrivateKey key) {
    return new KeySigner(key, Anchor.of(key.publicKey()));
  }
}
