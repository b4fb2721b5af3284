package atoll.chain;

import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** The private key of an externally owned account. Never printed. */
public final class EthereumKey {
  private static final ECDomainParameters CURVE =
      new ECDomainParameters(CustomNamedCurves.getByName("secp256k1"));
  private static final BigInteger HALF = CURVE.getN().shiftRight(1);

  private final BigInteger secret;
  private final Address address;

  private EthereumKey(BigInteger secret) {
    this.secret = secret;
    address = addressOf(new FixedPointCombMultiplier().multiply(CURVE.getG(), secret));
  }

  /**
   * @param hex 64 hex digits, with {@code 0x} or without
   * @throws IllegalArgumentException if they are no key; the message does not repeat them
   */
  public static EthereumKey parse(String hex) {
    var digits = hex.startsWith("0x") ? hex.substring(2) : hex;
    if (digits.length() != 64 || !digits.chars().allMatch(HexFormat::isHexDigit))
      throw new IllegalArgumentException("private key is not 64 hex digits");
    var secret = new BigInteger(digits, 16);
    if (secret.signum() == 0 || secret.compareTo(CURVE.getN()) >= 0)
      throw new IllegalArgumentException("private key is no scalar of secp256k1");
    return new EthereumKey(secret);
  }

  public Address address() {
    return address;
  }

  /** Signs a 32-byte digest: deterministic (RFC 6979), low S. */
  public Signature sign(byte[] digest) {
    if (digest.length != 32)
      throw new IllegalArgumentException("digest has " + digest.length + " bytes, not 32");
    var signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(secret, CURVE));
    var rs = signer.generateSignature(digest);
    var r = rs[0];
    var s = rs[1].compareTo(HALF) > 0 ? CURVE.getN().subtract(rs[1]) : rs[1];
    for (int parity = 0; parity < 2; parity++) {
      var candidate = new Signature(r, s, parity);
      if (candidate.signer(digest).filter(address::equals).isPresent()) return candidate;
    }
    throw new IllegalStateException("a signature that belongs to no key of its own curve");
  }

  /** Whose signature this is, or nothing if it is nobody's. */
  static java.util.Optional<Address> recover(byte[] digest, Signature signature) {
    var n = CURVE.getN();
    if (outside(signature.r(), n) || outside(signature.s(), n)) return java.util.Optional.empty();
    var x = new byte[33];
    x[0] = (byte) (2 + signature.parity());
    var r = signature.r().toByteArray();
    int from = r.length > 32 ? r.length - 32 : 0;
    System.arraycopy(r, from, x, 33 - (r.length - from), r.length - from);
    try {
      var point = CURVE.getCurve().decodePoint(x);
      var e = new BigInteger(1, digest);
      var inverse = signature.r().modInverse(n);
      var key =
          ECAlgorithms.sumOfTwoMultiplies(
              CURVE.getG(),
              inverse.multiply(e.negate()).mod(n),
              point,
              inverse.multiply(signature.s()).mod(n));
      return key.isInfinity() ? java.util.Optional.empty() : java.util.Optional.of(addressOf(key));
    } catch (IllegalArgumentException noPoint) {
      return java.util.Optional.empty();
    }
  }

  private static boolean outside(BigInteger scalar, BigInteger order) {
    return scalar.signum() <= 0 || scalar.compareTo(order) >= 0;
  }

  private static Address addressOf(ECPoint key) {
    var encoded = key.normalize().getEncoded(false);
    return Addresses.ofPublicKey(Arrays.copyOfRange(encoded, 1, 65));
  }

  @Override
  public String toString() {
    return "***";
  }
}
