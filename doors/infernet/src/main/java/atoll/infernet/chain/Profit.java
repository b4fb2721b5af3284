package atoll.infernet.chain;

import atoll.chain.Addresses;
import atoll.chain.BlockTag;
import atoll.chain.Eth;
import atoll.chain.JsonRpc;
import atoll.chain.Order;
import atoll.chain.RpcAnswer;
import atoll.chain.infernet.InfernetContracts;
import atoll.chain.infernet.Terms;
import atoll.kernel.Ticker;
import atoll.subscriptions.Due;
import atoll.subscriptions.SubscriptionKey;
import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whether what is paid in ether for an interval, less the protocol's fee, covers the gas of its
 * delivery at the price of now (Infernet §9.9). What is paid in another token cannot be compared,
 * and counts as covered. Blocks; safe for any thread.
 */
final class Profit {
  private static final Duration PRICE_HOLDS = Duration.ofSeconds(3);
  private static final Duration GAS_HOLDS = Duration.ofMinutes(10);
  private static final BigInteger WHOLE = BigInteger.valueOf(10_000);
  private static final int MOST_KNOWN = 10_000;

  private final JsonRpc rpc;
  private final InfernetContracts contracts;
  private final Address account;
  private final Ticker ticker;
  private final ReentrantLock asking = new ReentrantLock();
  private Optional<Market> latest = Optional.empty();
  private final Map<SubscriptionKey, Gas> known =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SubscriptionKey, Gas> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  /**
   * What an interval's delivery was found to need; another interval's may need less, and so may
   * this one's once a contract changed.
   *
   * @param found when, by the ticker
   */
  private record Gas(long interval, long units, long found) {}

  /**
   * What holds for all deliveries for a while.
   *
   * @param unit price of a unit of gas, in wei
   * @param fee of the protocol, in parts of ten thousand, taken twice
   * @param asked when, by the ticker
   */
  private record Market(BigInteger unit, BigInteger fee, long asked) {}

  /**
   * @param account that delivers
   */
  Profit(JsonRpc rpc, InfernetContracts contracts, Address account, Ticker ticker) {
    this.rpc = rpc;
    this.contracts = contracts;
    this.account = account;
    this.ticker = ticker;
  }

  /**
   * Why it is not worth computing, as far as that can be known before. Looked at again, an interval
   * costs no question for ten minutes besides those for the price, which all share.
   *
   * @param trial as small a delivery as it may become
   */
  Optional<String> lossBeforehand(Due<Served> due, Order trial) throws InterruptedException {
    if (!isComparable(due.what().terms())) return Optional.empty();
    var units = known(due);
    return loss(due, units.isPresent() ? units : needed(due, trial));
  }

  /** Why it is not worth sending. What cannot be estimated is for the sending to say. */
  Optional<String> loss(Due<Served> due, Order delivery) throws InterruptedException {
    if (!isComparable(due.what().terms())) return Optional.empty();
    return loss(due, needed(due, delivery));
  }

  private static boolean isComparable(Terms terms) {
    return Addresses.isZero(terms.paymentToken());
  }

  private Optional<String> loss(Due<Served> due, OptionalLong units) throws InterruptedException {
    if (units.isEmpty()) return Optional.empty();
    var market = market();
    var paid = due.what().terms().paymentAmount();
    var fee = paid.multiply(market.fee()).multiply(BigInteger.TWO).divide(WHOLE);
    var cost = market.unit().multiply(BigInteger.valueOf(units.getAsLong()));
    return paid.subtract(fee).compareTo(cost) >= 0
        ? Optional.empty()
        : Optional.of(
            "payment %s, less the protocol's fee %s, does not cover gas %s: %d units at %s wei"
                .formatted(paid, fee, cost, units.getAsLong(), market.unit()));
  }

  private OptionalLong needed(Due<Served> due, Order order) throws InterruptedException {
    var units = order.gas();
    if (units.isEmpty()
        && rpc.ask(Eth.estimateGas(order.from(account)))
            instanceof RpcAnswer.Value<Long>(var estimate)) units = OptionalLong.of(estimate);
    if (units.isPresent())
      synchronized (known) {
        known.put(due.key(), new Gas(due.interval(), units.getAsLong(), ticker.nanos()));
      }
    return units;
  }

  private OptionalLong known(Due<Served> due) {
    synchronized (known) {
      var gas = known.get(due.key());
      if (gas == null || gas.interval() != due.interval()) return OptionalLong.empty();
      return ticker.nanos() - gas.found() < GAS_HOLDS.toNanos()
          ? OptionalLong.of(gas.units())
          : OptionalLong.empty();
    }
  }

  private Market market() throws InterruptedException {
    asking.lockInterruptibly();
    try {
      long now = ticker.nanos();
      if (latest.filter(one -> now - one.asked() < PRICE_HOLDS.toNanos()).isEmpty())
        latest =
            Optional.of(
                new Market(
                    rpc.get(Eth.gasPrice()),
                    BigInteger.valueOf(rpc.get(contracts.protocolFee(BlockTag.LATEST))),
                    now));
      return latest.orElseThrow();
    } finally {
      asking.unlock();
    }
  }
}
