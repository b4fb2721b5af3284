package atoll.chain.infernet;

import atoll.chain.Word;
import com.esaulpaugh.headlong.abi.Address;
import com.esaulpaugh.headlong.abi.Tuple;
import java.math.BigInteger;

/**
 * A subscription as contracts write it (§4.3).
 *
 * @param activeAt in seconds; {@link #CANCELLED} when cancelled
 * @param period in seconds; 0 for a single interval that never ends
 * @param frequency how many intervals
 * @param redundancy how many nodes may answer each
 * @param verifier zero for none
 * @param paymentAmount in the token's smallest unit
 * @param paymentToken zero for ether
 */
public record Terms(
    Address owner,
    long activeAt,
    long period,
    long frequency,
    int redundancy,
    Word containerId,
    boolean lazy,
    Address verifier,
    BigInteger paymentAmount,
    Address paymentToken,
    Address wallet) {
  public static final long CANCELLED = 0xffff_ffffL;

  public Terms {
    for (long field : new long[] {activeAt, period, frequency})
      if (field < 0 || field > 0xffff_ffffL)
        throw new IllegalArgumentException(
            "a field of a subscription is not within 32 bits: " + field);
    if (redundancy < 0 || redundancy > 0xffff)
      throw new IllegalArgumentException("redundancy is not within 16 bits: " + redundancy);
    if (paymentAmount.signum() < 0 || paymentAmount.bitLength() > 256)
      throw new IllegalArgumentException("payment is not within 256 bits: " + paymentAmount);
  }

  /** From the order of the ABI. */
  public static Terms of(Tuple tuple) {
    return new Terms(
        tuple.get(0),
        tuple.<Long>get(1),
        tuple.<Long>get(2),
        tuple.<Long>get(3),
        tuple.<Integer>get(4),
        Word.of(tuple.<byte[]>get(5)),
        tuple.<Boolean>get(6),
        tuple.get(7),
        tuple.get(8),
        tuple.get(9),
        tuple.get(10));
  }

  /** In the order of the ABI. */
  public Tuple tuple() {
    return Tuple.from(
        owner,
        activeAt,
        period,
        frequency,
        redundancy,
        containerId.bytes(),
        lazy,
        verifier,
        paymentAmount,
        paymentToken,
        wallet);
  }

  /** Whether these are the terms of the same subscription, cancelled meanwhile or not. */
  public boolean isSame(Terms other) {
    return at(0).equals(other.at(0))
        && (activeAt == other.activeAt || isCancelled() || other.isCancelled());
  }

  private Terms at(long second) {
    return new Terms(
        owner,
        second,
        period,
        frequency,
        redundancy,
        containerId,
        lazy,
        verifier,
        paymentAmount,
        paymentToken,
        wallet);
  }

  public boolean isCancelled() {
    return activeAt == CANCELLED;
  }
}
