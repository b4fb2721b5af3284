package atoll.chain;

import atoll.kernel.AtollException;
import atoll.kernel.Ticker;
import com.esaulpaugh.headlong.abi.Address;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The transactions of one account. Nonces are given one at a time, so that none is left out; an
 * offer that no block takes is replaced by a better one. Blocks until the outcome; safe for many
 * threads, whose transactions wait side by side. An account must have one of these, not two.
 */
public final class Transactions {
  private static final int NONCE_TRIES = 5;

  private final JsonRpc rpc;
  private final Exit exit;
  private final EthereumKey key;
  private final long chainId;
  private final FeePolicy policy;
  private final Outbox outbox;
  private final Ticker ticker;
  private final Pause pause;
  private final ReentrantLock sending = new ReentrantLock(true);
  private final Set<Long> waiting = ConcurrentHashMap.newKeySet();
  private final Set<Long> watched = ConcurrentHashMap.newKeySet();

  public Transactions(
      JsonRpc rpc,
      EthereumKey key,
      long chainId,
      FeePolicy policy,
      Outbox outbox,
      Ticker ticker,
      Pause pause) {
    this(rpc, Exit.open(rpc), key, chainId, policy, outbox, ticker, pause);
  }

  /**
   * @param rpc is asked
   * @param exit is told what was signed
   */
  public Transactions(
      JsonRpc rpc,
      Exit exit,
      EthereumKey key,
      long chainId,
      FeePolicy policy,
      Outbox outbox,
      Ticker ticker,
      Pause pause) {
    this.rpc = rpc;
    this.exit = exit;
    this.key = key;
    this.chainId = chainId;
    this.policy = policy;
    this.outbox = outbox;
    this.ticker = ticker;
    this.pause = pause;
  }

  public Address account() {
    return key.address();
  }

  /**
   * These nonces are given to nobody else: what an earlier process left in the outbox has them,
   * whether a service knows it or not. To be called before anything is sent.
   */
  public void reserve(Collection<Long> nonces) {
    waiting.addAll(nonces);
  }

  /** Whether somebody sends what has this nonce, or waits for its block. */
  public boolean isWatched(long nonce) {
    return watched.contains(nonce);
  }

  /**
   * As {@link #send(Order, Consumer)}, for who need not know when it left.
   *
   * @throws RpcException if no service answers; the order may have been sent all the same
   */
  public SendOutcome send(Order order) throws InterruptedException {
    return send(order, _ -> {});
  }

  /**
   * Blocks until it is known what became of it, or it has waited too long.
   *
   * @param gone is told the hash of the first offer as soon as a service may have it
   * @throws RpcException if no service answers; the order may have been sent all the same
   */
  public SendOutcome send(Order order, Consumer<Word> gone) throws InterruptedException {
    long gas;
    if (order.gas().isPresent()) gas = order.gas().getAsLong();
    else
      switch (rpc.ask(Eth.estimateGas(order.from(account())))) {
        case RpcAnswer.Refused<Long>(_, var message, var data) -> {
          return data.isEmpty() && says(message, "insufficient funds")
              ? new SendOutcome.Refused(message)
              : new SendOutcome.WouldRevert(message, data);
        }
        case RpcAnswer.Value<Long>(var estimate) -> {
          if (estimate > policy.maxGas())
            return new SendOutcome.TooMuchGas(
                "it needs " + estimate + " gas, and at most " + policy.maxGas() + " are allowed");
          gas = policy.gasFor(estimate);
        }
      }
    if (gas > policy.maxGas())
      return new SendOutcome.TooMuchGas(
          "it wants " + gas + " gas, and at most " + policy.maxGas() + " are allowed");
    return switch (first(order, gas)) {
      case Started.Gone(var offer) -> {
        gone.accept(offer.last().hash());
        yield watch(offer);
      }
      case Started.Stayed(var why) -> new SendOutcome.Refused(why);
    };
  }

  /**
   * Goes on with what the outbox remembers of one nonce, whether it really left or not: if no block
   * has it, it is told again. What somebody else watches is left to him, and waits.
   *
   * @param sent the offers of one nonce, in the order they left; at least one
   */
  public SendOutcome resume(List<Transaction.Signed> sent) throws InterruptedException {
    var offer = new Offer(sent);
    if (!watched.add(offer.nonce()))
      return new SendOutcome.Waiting(offer.nonce(), offer.last().hash());
    waiting.add(offer.nonce());
    try {
      tell(offer.last());
    } catch (AtollException _) { // watched all the same, and told again when it has waited
    } catch (InterruptedException | RuntimeException e) {
      watched.remove(offer.nonce());
      throw e;
    }
    return watch(offer);
  }

  private sealed interface Started {
    record Gone(Offer offer) implements Started {}

    record Stayed(String why) implements Started {}
  }

  /** A nonce is used up only by a transaction that a service took. */
  private Started first(Order order, long gas) throws InterruptedException {
    sending.lockInterruptibly();
    try {
      var fees = Fees.market(rpc);
      if (!fees.within(policy))
        return new Started.Stayed(
            "a unit of gas costs " + fees.max() + " wei, above the ceiling " + policy.maxFee());
      var last = "";
      long least = 0;
      for (int i = 0; i < NONCE_TRIES; i++) {
        long nonce = free(Math.max(least, sent()));
        var signed = fees.transaction(chainId, nonce, gas, order).sign(key);
        watched.add(nonce);
        var refused = leave(signed);
        if (refused.isEmpty()) {
          waiting.add(nonce);
          return new Started.Gone(new Offer(List.of(signed)));
        }
        watched.remove(nonce);
        last = refused.get();
        outbox.stayed(signed);
        if (!says(last, "nonce too low", "replacement")) return new Started.Stayed(last);
        // Somebody else sends from this account, or did before a restart.
        least = nonce + 1;
      }
      return new Started.Stayed(last);
    } finally {
      sending.unlock();
    }
  }

  /** Why no service took it; nothing also if that is not known, since it may have left. */
  private Optional<String> leave(Transaction.Signed signed) throws InterruptedException {
    try {
      return tell(signed);
    } catch (RpcException | ChainRefusal _) { // from here on it is watched
      return Optional.empty();
    } catch (InterruptedException | RuntimeException e) {
      watched.remove(signed.transaction().nonce());
      throw e;
    }
  }

  /** Services that know no pending block count what is in blocks. */
  private long sent() throws InterruptedException {
    try {
      return rpc.get(Eth.transactionCount(account(), BlockTag.PENDING));
    } catch (ChainRefusal | CallUnsupported noPending) {
      return rpc.get(Eth.transactionCount(account(), BlockTag.LATEST));
    }
  }

  /**
   * The first nonce that nothing waits with. What is in a block is left to the chain to count: a
   * reorganisation may take it back, and until somebody uses its nonce no later one is mined.
   */
  private long free(long from) {
    long nonce = from;
    while (waiting.contains(nonce)) nonce++;
    return nonce;
  }

  private SendOutcome watch(Offer offer) throws InterruptedException {
    try {
      var outcome = new OfferWatch(rpc, account(), policy, ticker, pause, this::raise).until(offer);
      if (!(outcome instanceof SendOutcome.Waiting)) waiting.remove(offer.nonce());
      return outcome;
    } finally {
      watched.remove(offer.nonce());
    }
  }

  /**
   * Offers more, if the ceiling lets it; otherwise tells the last offer again, which may be lost.
   */
  private void raise(Offer offer) throws InterruptedException {
    var last = offer.last().transaction();
    var better = Fees.market(rpc).over(Fees.of(last), policy);
    if (!better.within(policy)) {
      tell(offer.last());
      return;
    }
    var signed = better.transaction(chainId, offer.nonce(), last.gas(), Order.of(last)).sign(key);
    offer.add(signed); // also if it is refused: the next one then offers more
    tell(signed);
  }

  /**
   * Nothing if a service took it or has it already. An answer may have been lost on the way, and
   * then the second try is refused for what the first did.
   */
  private Optional<String> tell(Transaction.Signed signed) throws InterruptedException {
    outbox.leaving(signed);
    RpcAnswer<Word> answer;
    try {
      answer = exit.services().ask(Eth.send(signed));
    } catch (CallUnsupported nobodyTakesAny) {
      return Optional.of(String.valueOf(nobodyTakesAny.getMessage()));
    } catch (RpcException e) {
      exit.trouble().accept(String.valueOf(e.getMessage()));
      throw e;
    }
    return switch (answer) {
      case RpcAnswer.Value<Word>(_) -> Optional.empty();
      case RpcAnswer.Refused<Word>(_, var message, _) -> {
        boolean known =
            says(message, "already known", "known transaction", "already imported")
                || (says(message, "nonce") && mayHaveLeft(signed));
        yield known ? Optional.empty() : Optional.of(message);
      }
    };
  }

  /**
   * What left by a private way nobody else need know: it is watched, and if another transaction has
   * its nonce, that is seen. Taken for lost, it would be sent twice.
   */
  private boolean mayHaveLeft(Transaction.Signed signed) throws InterruptedException {
    return exit.isPrivate() || rpc.get(Eth.isKnown(signed.hash()));
  }

  private static boolean says(String message, String... parts) {
    var lower = message.toLowerCase(Locale.ROOT);
    for (var part : parts) if (lower.contains(part)) return true;
    return false;
  }
}
