package atoll.chain;

import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * What became of a mined transaction.
 *
 * @param succeeded whether it took effect; gas is paid in any case
 * @param made the contract that it made
 */
public record Receipt(
    Word transaction,
    long block,
    Word blockHash,
    boolean succeeded,
    long gasUsed,
    BigInteger gasPrice,
    Optional<Address> made,
    List<Log> logs) {
  public Receipt {
    logs = List.copyOf(logs);
  }
}
