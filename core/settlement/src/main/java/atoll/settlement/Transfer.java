package atoll.settlement;

import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Money that moved from one account to another.
 *
 * @param reference of no other transfer: 1 to 200 visible characters
 * @param at to the millisecond, what is finer is cut off
 * @param amount in the asset's smallest unit; more than zero
 * @param memo what it was for, for people; may be empty
 */
public record Transfer(
    String reference,
    Instant at,
    Account from,
    Account to,
    Asset asset,
    BigInteger amount,
    String memo) {
  public Transfer {
    at = at.truncatedTo(ChronoUnit.MILLIS);
    if (!Account.isName(reference))
      throw new IllegalArgumentException("a reference has 1 to 200 visible characters");
    if (amount.signum() <= 0)
      throw new IllegalArgumentException("a transfer moves more than zero, not " + amount);
    if (from.equals(to))
      throw new IllegalArgumentException("a transfer from " + from + " to itself moves nothing");
  }
}
