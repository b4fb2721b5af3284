package atoll.identity;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Verifies what a Cardano wallet signed: a COSE_Sign1 with Ed25519 whose payload is the data (DMS
 * §1.5). Such a DID does not spell its key, so its anchor is added to the trust context.
 */
public final class CardanoAnchor implements Anchor {
  private static final int MAX_SIGNATURE = 4096;
  private static final byte[] CONTEXT = {
    (byte) 0x84, 0x6a, 'S', 'i', 'g', 'n', 'a', 't', 'u', 'r', 'e', '1'
  };

  private final Did did;
  private final PublicKey key;

  /**
   * @param key 32 raw bytes, or a COSE_Key
   * @throws IllegalArgumentException if it is neither
   */
  public CardanoAnchor(Did did, byte[] key) {
    this.did = did;
    this.key = PublicKey.of(KeyType.ED25519, key.length == 32 ? key : coordinate(key));
  }

  @Override
  public Did did() {
    return did;
  }

  @Override
  public boolean verify(byte[] data, byte[] signature) {
    if (signature.length > MAX_SIGNATURE) return false;
    try {
      var in = new CborReader(signature);
      if (in.array() != 4) return false;
      var signedHeaders = in.bytes();
      in.skip(); // unprotected headers
      var payload = in.bytes();
      var bytes = in.bytes();
      return in.atEnd()
          && Arrays.equals(payload, data)
          && key.verify(signedStructure(signedHeaders, payload), bytes);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** {@code ["Signature1", protected, h'', payload]}. */
  private static byte[] signedStructure(byte[] signedHeaders, byte[] payload) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(CONTEXT);
    writeBytes(out, signedHeaders);
    writeBytes(out, new byte[0]);
    writeBytes(out, payload);
    return out.toByteArray();
  }

  private static void writeBytes(ByteArrayOutputStream out, byte[] bytes) {
    int major = CborReader.BYTES << 5;
    if (bytes.length < 24) {
      out.write(major | bytes.length);
    } else if (bytes.length < 1 << 8) {
      out.write(major | 24);
      out.write(bytes.length);
    } else {
      out.write(major | 25);
      out.write(bytes.length >> 8);
      out.write(bytes.length);
    }
    out.writeBytes(bytes);
  }

  /** Member -2 of a COSE_Key {@code {1: 1, 3: -8, -1: 6, -2: x}}. */
  private static byte[] coordinate(byte[] coseKey) {
    var in = new CborReader(coseKey);
    byte[] x = {};
    for (int left = in.map(); left > 0; left--) {
      int label = in.integer();
      switch (label) {
        case 1 -> expect(in, 1, "a key of type OKP");
        case 3 -> expect(in, -8, "for EdDSA");
        case -1 -> expect(in, 6, "on Ed25519");
        case -2 -> x = in.bytes();
        default -> in.skip();
      }
    }
    if (x.length != 32 || !in.atEnd())
      throw new IllegalArgumentException("COSE key has no coordinate of 32 bytes");
    return x;
  }

  private static void expect(CborReader in, int wanted, String meaning) {
    if (in.integer() != wanted) throw new IllegalArgumentException("COSE key is not " + meaning);
  }
}
