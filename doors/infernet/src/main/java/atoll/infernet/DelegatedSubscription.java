package atoll.infernet;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A subscription that its owner signed instead of sending it to the chain (Infernet §2.4, §4.8).
 * Its numbers fit the contract's types; whether the signature is right is asked of the chain.
 *
 * @param containerId 32 bytes in lower case hexadecimal, after {@code 0x}; whatever else was sent
 *     is the id of nothing
 * @param data a JSON document
 */
public record DelegatedSubscription(
    Signature signature, Terms terms, String containerId, String data, boolean requiresProof) {
  private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");
  private static final Pattern HASH = Pattern.compile("(0x)?[0-9a-fA-F]{64}");
  private static final String NOBODY = "0x" + "0".repeat(40);

  public DelegatedSubscription {
    if (HASH.matcher(containerId).matches()) {
      var lower = containerId.toLowerCase(Locale.ROOT);
      containerId = lower.startsWith("0x") ? lower : "0x" + lower;
    }
  }

  /** An EIP-712 signature, with what else is signed. */
  public record Signature(long nonce, long expiry, int v, BigInteger r, BigInteger s) {
    public Signature {
      requireBits("nonce", BigInteger.valueOf(nonce), 32);
      requireBits("expiry", BigInteger.valueOf(expiry), 32);
      requireBits("v", BigInteger.valueOf(v), 8);
      requireBits("r", r, 256);
      requireBits("s", s, 256);
    }
  }

  /**
   * What is asked for; addresses as they were sent.
   *
   * @param activeAt in seconds since 1970, as {@code period} in seconds
   */
  public record Terms(
      String owner,
      long activeAt,
      long period,
      long frequency,
      int redundancy,
      boolean lazy,
      String verifier,
      BigInteger paymentAmount,
      String paymentToken,
      String wallet) {
    public Terms {
      requireAddress("owner", owner);
      requireBits("active_at", BigInteger.valueOf(activeAt), 32);
      requireBits("period", BigInteger.valueOf(period), 32);
      requireBits("frequency", BigInteger.valueOf(frequency), 32);
      requireBits("redundancy", BigInteger.valueOf(redundancy), 16);
      requireAddress("verifier", verifier);
      requireBits("payment_amount", paymentAmount, 256);
      requireAddress("payment_token", paymentToken);
      requireAddress("wallet", wallet);
    }

    public boolean requiresProof() {
      return !verifier.equals(NOBODY);
    }
  }

  private static void requireAddress(String name, String value) {
    if (!ADDRESS.matcher(value).matches())
      throw new IllegalArgumentException(name + " is not an address of 20 bytes after 0x");
  }

  private static void requireBits(String name, BigInteger value, int bits) {
    if (value.signum() < 0 || value.bitLength() > bits)
      throw new IllegalArgumentException(name + " is not a whole number of " + bits + " bits");
  }
}
