package atoll.chain.infernet;

import atoll.chain.Data;
import com.esaulpaugh.headlong.abi.Address;

/**
 * An answer to one interval as it is handed in.
 *
 * @param nodeWallet where the payment goes; zero if there is none
 */
public record Delivery(long interval, Data input, Data output, Data proof, Address nodeWallet) {

  /** What is tried before anything is computed: would an answer be taken at all (§4.6)? */
  public static Delivery trial(long interval, Address nodeWallet) {
    return new Delivery(interval, Data.EMPTY, Data.of(new byte[32]), Data.EMPTY, nodeWallet);
  }
}
