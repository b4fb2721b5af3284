package atoll.chain;

import atoll.kernel.Ticker;
import com.esaulpaugh.headlong.abi.Address;
import java.util.Optional;

/**
 * Looks again and again what became of an offer, through services that fail, lag and change their
 * minds.
 */
final class OfferWatch {
  /**
   * One service may know a block that another does not yet: a stranger is believed when seen so
   * often in a row.
   */
  private static final int STRANGER_SEEN = 3;

  /** Offers more for what waits too long. */
  @FunctionalInterface
  interface Raise {
    void raise(Offer offer) throws InterruptedException;
  }

  private final JsonRpc rpc;
  private final Address account;
  private final FeePolicy policy;
  private final Ticker ticker;
  private final Pause pause;
  private final Raise raise;

  OfferWatch(
      JsonRpc rpc, Address account, FeePolicy policy, Ticker ticker, Pause pause, Raise raise) {
    this.rpc = rpc;
    this.account = account;
    this.policy = policy;
    this.ticker = ticker;
    this.pause = pause;
    this.raise = raise;
  }

  private sealed interface Sight {
    record Deep(Receipt receipt) implements Sight {}

    /** In a block that may yet be replaced by another. */
    record Shallow() implements Sight {}

    record Stranger() implements Sight {}

    record Nothing() implements Sight {}
  }

  SendOutcome until(Offer offer) throws InterruptedException {
    long begun = ticker.nanos();
    long offered = begun;
    int strangers = 0;
    while (true) {
      try {
        switch (look(offer)) {
          case Sight.Deep(var receipt) -> {
            return new SendOutcome.Mined(receipt);
          }
          case Sight.Stranger() -> {
            if (++strangers >= STRANGER_SEEN) return new SendOutcome.Overtaken(offer.nonce());
          }
          case Sight.Shallow() -> strangers = 0;
          case Sight.Nothing() -> {
            strangers = 0;
            if (ticker.nanos() - offered >= policy.replaceAfter().toNanos()) {
              offered = ticker.nanos();
              raise.raise(offer);
            }
          }
        }
      } catch (RpcException | ChainRefusal unanswered) {
        // What was sent is not lost by it: whoever answers next is asked.
        strangers = 0;
      }
      if (ticker.nanos() - begun >= policy.giveUpAfter().toNanos())
        return new SendOutcome.Waiting(offer.nonce(), offer.last().hash());
      pause.of(policy.poll());
    }
  }

  private Sight look(Offer offer) throws InterruptedException {
    var receipt = receipt(offer);
    if (receipt.isPresent()) {
      if (policy.confirmations() == 1) return new Sight.Deep(receipt.get());
      long above = rpc.get(Eth.blockNumber()) - receipt.get().block() + 1;
      return above >= policy.confirmations() ? new Sight.Deep(receipt.get()) : new Sight.Shallow();
    }
    return rpc.get(Eth.transactionCount(account, BlockTag.LATEST)) > offer.nonce()
        ? new Sight.Stranger()
        : new Sight.Nothing();
  }

  private Optional<Receipt> receipt(Offer offer) throws InterruptedException {
    for (var sent : offer.sent()) {
      var receipt = rpc.get(Eth.receipt(sent.hash()));
      if (receipt.isPresent()) return receipt;
    }
    return Optional.empty();
  }
}
