package atoll.identity;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * ECDSA on secp256k1 over a 32-byte digest: deterministic (RFC 6979), low S, ASN.1 DER. A high S is
 * accepted when verifying, as the original does.
 */
final class Secp256k1 {
  private static final ECDomainParameters CURVE =
      new ECDomainParameters(CustomNamedCurves.getByName("secp256k1"));

  private Secp256k1() {}

  static byte[] sha256(byte[] data) {
    var digest = new SHA256Digest();
    digest.update(data, 0, data.length);
    var out = new byte[32];
    digest.doFinal(out, 0);
    return out;
  }

  static byte[] keccak256(byte[]... parts) {
    var digest = new KeccakDigest(256);
    for (var part : parts) digest.update(part, 0, part.length);
    var out = new byte[32];
    digest.doFinal(out, 0);
    return out;
  }

  static boolean isScalar(byte[] secret) {
    var d = new BigInteger(1, secret);
    return secret.length == 32 && d.signum() > 0 && d.compareTo(CURVE.getN()) < 0;
  }

  static boolean isPoint(byte[] compressed) {
    if (compressed.length != 33 || (compressed[0] != 2 && compressed[0] != 3)) return false;
    try {
      CURVE.getCurve().decodePoint(compressed);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The compressed form of a point written in any way. */
  static byte[] compressed(byte[] point) {
    return CURVE.getCurve().decodePoint(point).getEncoded(true);
  }

  static byte[] publicKey(byte[] secret) {
    return new FixedPointCombMultiplier()
        .multiply(CURVE.getG(), new BigInteger(1, secret))
        .getEncoded(true);
  }

  static byte[] sign(byte[] secret, byte[] digest) {
    var signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(new BigInteger(1, secret), CURVE));
    var rs = signer.generateSignature(digest);
    var s = rs[1].compareTo(CURVE.getN().shiftRight(1)) > 0 ? CURVE.getN().subtract(rs[1]) : rs[1];
    return der(rs[0], s);
  }

  /**
   * @throws IllegalArgumentException if {@code r} or {@code s} is outside 1 … n - 1
   */
  static byte[] der(BigInteger r, BigInteger s) {
    try {
      return StandardDSAEncoding.INSTANCE.encode(CURVE.getN(), r, s);
    } catch (IOException e) {
      throw new IllegalArgumentException("signature cannot be written as DER", e);
    }
  }

  static boolean verify(byte[] compressed, byte[] digest, byte[] der) {
    if (der.length > 72) return false;
    try {
      var rs = StandardDSAEncoding.INSTANCE.decode(CURVE.getN(), der);
      var verifier = new ECDSASigner();
      verifier.init(
          false, new ECPublicKeyParameters(CURVE.getCurve().decodePoint(compressed), CURVE));
      return verifier.verifySignature(digest, rs[0], rs[1]);
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
