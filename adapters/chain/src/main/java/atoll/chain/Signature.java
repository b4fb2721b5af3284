package atoll.chain;

import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;
import java.util.Optional;

/**
 * An ECDSA signature that tells its key.
 *
 * @param parity 0 or 1: which of the two points over {@code r}
 */
public record Signature(BigInteger r, BigInteger s, int parity) {
  public Signature {
    if (r.signum() < 0 || r.bitLength() > 256 || s.signum() < 0 || s.bitLength() > 256)
      throw new IllegalArgumentException("r and s of a signature are between 0 and 2^256 - 1");
    if (parity != 0 && parity != 1)
      throw new IllegalArgumentException("parity of a signature is 0 or 1, not " + parity);
  }

  /**
   * @param v 27 or 28 as contracts take it, or 0 or 1 as nodes tolerate it
   */
  public static Signature of(int v, BigInteger r, BigInteger s) {
    return new Signature(r, s, v >= 27 ? v - 27 : v);
  }

  /** 27 or 28. */
  public int v() {
    return 27 + parity;
  }

  /** Whose signature over {@code digest} this is, or nothing if it is nobody's. */
  public Optional<Address> signer(byte[] digest) {
    return EthereumKey.recover(digest, this);
  }
}
