package atoll.chain;

import java.math.BigInteger;
import java.util.Optional;

/**
 * What a unit of gas is offered.
 *
 * @param priority what the block's maker gets; nothing on a chain without a fee market
 * @param max the most that is paid in all
 */
record Fees(Optional<BigInteger> priority, BigInteger max) {

  /** The market's price: twice the base fee leaves room for several full blocks. */
  static Fees market(JsonRpc rpc) throws InterruptedException {
    var head = rpc.get(Eth.block(BlockTag.LATEST)).orElseThrow(Fees::noHead);
    if (head.baseFee().isEmpty()) return new Fees(Optional.empty(), rpc.get(Eth.gasPrice()));
    var base = head.baseFee().get();
    var priority = priority(rpc, base);
    return new Fees(Optional.of(priority), base.multiply(BigInteger.TWO).add(priority));
  }

  /** Some services know no priority fee; what their gas price adds to the base fee is one. */
  private static BigInteger priority(JsonRpc rpc, BigInteger base) throws InterruptedException {
    try {
      return rpc.get(Eth.priorityFee());
    } catch (ChainRefusal | RpcException none) {
      return rpc.get(Eth.gasPrice()).subtract(base).max(BigInteger.ONE);
    }
  }

  /** What a transaction offered. */
  static Fees of(Transaction sent) {
    return switch (sent) {
      case Transaction.FeeMarket market ->
          new Fees(Optional.of(market.maxPriorityFee()), market.maxFee());
      case Transaction.Legacy legacy -> new Fees(Optional.empty(), legacy.gasPrice());
    };
  }

  /** At least as much more than {@code earlier} as services ask of a replacement. */
  Fees over(Fees earlier, FeePolicy policy) {
    return new Fees(
        priority.map(mine -> mine.max(policy.bumped(earlier.priority.orElse(mine)))),
        max.max(policy.bumped(earlier.max)));
  }

  boolean within(FeePolicy policy) {
    return max.compareTo(policy.maxFee()) <= 0;
  }

  Transaction transaction(long chainId, long nonce, long gas, Order order) {
    return priority
        .<Transaction>map(tip ->
            new Transaction.FeeMarket(
                chainId, nonce, tip, max, gas, order.to(), order.value(), order.data()))
        .orElseGet(() ->
            new Transaction.Legacy(
                chainId, nonce, max, gas, order.to(), order.value(), order.data()));
  }

  private static RpcException noHead() {
    return RpcException.malformed("the chain has no latest block");
  }
}
