package atoll.identity;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Ed25519 in Java, for machines where no native library loads. */
final class BouncyCastleEd25519 implements Ed25519Engine {

  static byte[] publicKey(byte[] seed) {
    var publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    return publicKey;
  }

  @Override
  public Signing signing(byte[] seed, byte[] publicKey) {
    return data -> {
      var signature = new byte[Ed25519.SIGNATURE_SIZE];
      Ed25519.sign(seed, 0, publicKey, 0, data, 0, data.length, signature, 0);
      return signature;
    };
  }

  @Override
  public boolean verify(byte[] publicKey, byte[] data, byte[] signature) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, publicKey, 0, data, 0, data.length);
  }
}
