package atoll.chain;

import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is to be done on the chain.
 *
 * @param to nothing to make a contract
 * @param value in wei
 * @param gas a limit to use unasked, without estimating; otherwise the estimate and a margin
 */
public record Order(Optional<Address> to, BigInteger value, Data data, OptionalLong gas) {
  public static Order call(Address contract, Data data) {
    return new Order(Optional.of(contract), BigInteger.ZERO, data, OptionalLong.empty());
  }

  public static Order create(Data code) {
    return new Order(Optional.empty(), BigInteger.ZERO, code, OptionalLong.empty());
  }

  public static Order pay(Address to, BigInteger value) {
    return new Order(Optional.of(to), value, Data.EMPTY, OptionalLong.empty());
  }

  public Order withGas(long limit) {
    return new Order(to, value, data, OptionalLong.of(limit));
  }

  static Order of(Transaction sent) {
    return new Order(sent.to(), sent.value(), sent.data(), OptionalLong.of(sent.gas()));
  }

  /** What is asked instead of sent, to see what would become of it. */
  public Eth.Message from(Address sender) {
    return new Eth.Message(sender, to, value, data);
  }
}
