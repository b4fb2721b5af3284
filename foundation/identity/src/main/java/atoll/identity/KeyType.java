package atoll.identity;

import java.util.HexFormat;

/** A kind of public key (DMS §1.1), with its multicodec for did:key (§1.3). */
public enum KeyType {
  ED25519(1, "ed01", 32),
  SECP256K1(2, "e701", 33),
  /** A hardware wallet's secp256k1 key that signs Ethereum personal messages; a DID anchor only. */
  ETH(0, "81de03", 33);

  private final int wireNumber;
  private final byte[] multicodec;
  private final int publicLength;

  KeyType(int wireNumber, String multicodec, int publicLength) {
    this.wireNumber = wireNumber;
    this.multicodec = HexFormat.of().parseHex(multicodec);
    this.publicLength = publicLength;
  }

  /** The number in libp2p's protobuf, or 0 if such a key never travels as an id. */
  int wireNumber() {
    return wireNumber;
  }

  /** The multicodec as an unsigned varint, as did:key puts it before the key. */
  byte[] multicodec() {
    return multicodec.clone();
  }

  /** Bytes of the raw public key; points of secp256k1 are compressed. */
  int publicLength() {
    return publicLength;
  }
}
