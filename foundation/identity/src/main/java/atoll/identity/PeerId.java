package atoll.identity;

import java.util.Arrays;

/** A libp2p peer id: base58 of the identity multihash of a marshalled public key (DMS §1.2). */
public record PeerId(String text) {

  /**
   * @throws IllegalArgumentException if {@code text} does not hold an Ed25519 or secp256k1 key
   */
  public PeerId {
    decode(text);
  }

  public static PeerId of(PublicKey key) {
    var marshalled = key.marshal();
    var multihash = new byte[2 + marshalled.length];
    multihash[1] = (byte) marshalled.length;
    System.arraycopy(marshalled, 0, multihash, 2, marshalled.length);
    return new PeerId(Base58.encode(multihash));
  }

  public static PeerId parse(String text) {
    return new PeerId(text);
  }

  public PublicKey publicKey() {
    return decode(text);
  }

  public Did did() {
    return Did.of(publicKey());
  }

  public ActorId actorId() {
    return new ActorId(publicKey());
  }

  private static PublicKey decode(String text) {
    var bytes = Base58.decode(text);
    if (bytes.length < 2 || bytes[0] != 0 || bytes[1] != bytes.length - 2)
      throw new IllegalArgumentException("not a peer id that holds its public key");
    return PublicKey.unmarshal(Arrays.copyOfRange(bytes, 2, bytes.length));
  }

  @Override
  public String toString() {
    return text;
  }
}
