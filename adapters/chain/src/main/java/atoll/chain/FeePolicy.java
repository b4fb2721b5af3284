package atoll.chain;

import java.math.BigInteger;
import java.time.Duration;

/**
 * What a transaction may cost, and how long it may wait.
 *
 * @param maxGas a ceiling: what needs more is not sent
 * @param gasMarginPercent added to an estimate, up to the ceiling
 * @param maxFee a ceiling in wei for a unit of gas: above it nothing is sent or raised
 * @param bumpPercent how much more a replacement offers; services refuse less than 10
 * @param replaceAfter how long one offer may wait
 * @param giveUpAfter how long all offers together are watched
 * @param poll between two looks for a receipt
 * @param confirmations how many blocks, its own included, make a transaction final
 */
public record FeePolicy(
    long maxGas,
    int gasMarginPercent,
    BigInteger maxFee,
    int bumpPercent,
    Duration replaceAfter,
    Duration giveUpAfter,
    Duration poll,
    int confirmations) {
  public static final FeePolicy USUAL =
      new FeePolicy(
          5_000_000,
          20,
          BigInteger.TEN.pow(13),
          13,
          Duration.ofSeconds(45),
          Duration.ofMinutes(10),
          Duration.ofMillis(500),
          1);

  public FeePolicy {
    if (maxGas < 21_000)
      throw new IllegalArgumentException("no transaction needs less than 21000 gas");
    if (gasMarginPercent < 0 || bumpPercent < 10)
      throw new IllegalArgumentException("margin is at least 0 percent, bump at least 10");
    if (maxFee.signum() <= 0)
      throw new IllegalArgumentException("the fee's ceiling is not positive");
    if (confirmations < 1) throw new IllegalArgumentException("confirmations are at least 1");
    for (var length : new Duration[] {replaceAfter, giveUpAfter, poll})
      if (!length.isPositive())
        throw new IllegalArgumentException("duration is not positive: " + length);
  }

  public FeePolicy withMaxGas(long gas) {
    return new FeePolicy(
        gas, gasMarginPercent, maxFee, bumpPercent, replaceAfter, giveUpAfter, poll, confirmations);
  }

  /**
   * @param fee in wei for a unit of gas
   */
  public FeePolicy withMaxFee(BigInteger fee) {
    return new FeePolicy(
        maxGas, gasMarginPercent, fee, bumpPercent, replaceAfter, giveUpAfter, poll, confirmations);
  }

  long gasFor(long estimate) {
    return Math.min(maxGas, estimate + estimate / 100 * gasMarginPercent);
  }

  BigInteger bumped(BigInteger fee) {
    var hundred = BigInteger.valueOf(100);
    return fee.multiply(BigInteger.valueOf(100L + bumpPercent)).add(hundred).divide(hundred);
  }
}
