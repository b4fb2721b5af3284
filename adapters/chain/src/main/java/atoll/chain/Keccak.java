package atoll.chain;

import org.bouncycastle.crypto.digests.KeccakDigest;

/** The hash of Ethereum: Keccak-256 as it was before NIST padded it otherwise. */
public final class Keccak {
  private Keccak() {}

  public static byte[] hash(byte[]... parts) {
    var digest = new KeccakDigest(256);
    for (var part : parts) digest.update(part, 0, part.length);
    var out = new byte[32];
    digest.doFinal(out, 0);
    return out;
  }
}
