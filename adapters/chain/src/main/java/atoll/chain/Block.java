package atoll.chain;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A block's head.
 *
 * @param timestamp in seconds
 * @param baseFee in wei for a unit of gas; nothing on a chain without a fee market
 */
public record Block(
    long number, Word hash, Word parent, long timestamp, Optional<BigInteger> baseFee) {}
