package atoll.infernet.chain;

import atoll.chain.Addresses;
import atoll.chain.BlockTag;
import atoll.chain.Data;
import atoll.chain.JsonRpc;
import atoll.chain.Order;
import atoll.chain.Pause;
import atoll.chain.SendOutcome;
import atoll.chain.Transaction;
import atoll.chain.Transactions;
import atoll.chain.infernet.ConsumerContract;
import atoll.chain.infernet.ContractError;
import atoll.chain.infernet.Delivery;
import atoll.chain.infernet.InfernetContracts;
import atoll.subscriptions.Agenda;
import atoll.subscriptions.Due;
import atoll.subscriptions.SubscriptionKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/**
 * Brings one interval to its end: asks for its input, has it computed, tries the delivery, sends it
 * and waits for its block (Infernet §4.6). Blocks. Each way out of here ends what was begun on the
 * agenda.
 */
final class Deliverer {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final int LOOKS_FOR_A_BLOCK = 20;

  private final Parts parts;
  private final DeliveryEnds ends;

  /**
   * What it works with.
   *
   * @param profit if deliveries must be worth what they cost
   * @param maxGas used unasked where a failed trial is to be ignored
   */
  record Parts(
      Agenda<Served> agenda,
      JsonRpc rpc,
      InfernetContracts contracts,
      OnChainState state,
      Transactions transactions,
      SentTransactions sent,
      Wallets wallets,
      Optional<Profit> profit,
      Reputation reputation,
      Simulator simulator,
      Computation computation,
      ChainClock chainClock,
      InstantSource clock,
      Pause pause,
      long maxGas,
      ChainEvents events) {}

  Deliverer(Parts parts) {
    this.parts = parts;
    this.ends =
        new DeliveryEnds(
            parts.agenda(), parts.sent(), parts.reputation(), parts.clock(), parts.events());
  }

  /**
   * @throws atoll.chain.RpcException if no service of the chain answers
   */
  void deliver(Due<Served> due) throws InterruptedException {
    if (due.sent().isPresent()) {
      var left = parts.sent().find(due.sent().get());
      if (left.isPresent()) {
        resume(due, left.get());
        return;
      }
    }
    var loss = lossBeforehand(due);
    if (loss.isPresent()) {
      ends.waitForMoney(due, loss.get());
      return;
    }
    var problem = parts.wallets().problem(due.what().terms());
    if (problem.isPresent()) {
      ends.waitForPayer(due, problem.get());
      return;
    }
    if (!due.what().requiresProof() && wouldFail(due)) return;
    var held = parts.reputation().holds(due.what().terms().owner(), parts.clock().instant());
    if (held.isPresent()) {
      ends.waitUntil(due, held.get().said(), held.get().until());
      return;
    }
    parts.events().processing(due);
    switch (parts.computation().run(due, input(due))) {
      case Computation.Result.Full(var why) -> ends.waitForRoom(due, why);
      case Computation.Result.Failed(var container, var why) -> {
        parts.events().notComputed(due, container, why);
        ends.fail(due, why);
      }
      case Computation.Result.Output(var input, var output, var proof) -> {
        parts.events().computed(due);
        hand(due, delivery(due, input, output, proof));
      }
    }
  }

  private Optional<String> lossBeforehand(Due<Served> due) throws InterruptedException {
    return parts.profit().isPresent()
        ? parts.profit().get().lossBeforehand(due, trial(due))
        : Optional.empty();
  }

  private Order trial(Due<Served> due) {
    var own = parts.wallets().own().orElse(Addresses.ZERO);
    return order(due, Delivery.trial(due.interval(), own));
  }

  /** Whether nothing that could be computed would be taken; that costs no computing to find out. */
  private boolean wouldFail(Due<Served> due) throws InterruptedException {
    long then = latest();
    return switch (parts.simulator().with(trial(due))) {
      case Simulator.Outcome.Passes(), Simulator.Outcome.Bypassed(_) -> false;
      case Simulator.Outcome.Fails(var known, var why) -> {
        if (known.isEmpty()) yield false; // what would be delivered may be taken
        if (isEarly(due, known, then)) yield false; // it is time by when it is computed
        ends.refused(due, known.get());
        if (!known.get().isHarmless() && !due.timetable().isCallback()) yield false;
        ends.giveUp(due, why);
        yield true;
      }
    };
  }

  private Data input(Due<Served> due) throws InterruptedException {
    return switch (due.key()) {
      case SubscriptionKey.Delegated _ -> Data.EMPTY; // it brought its own
      case SubscriptionKey.OnChain(var id) ->
          ConsumerContract.inputs(
              parts
                  .rpc()
                  .ask(
                      new ConsumerContract(due.what().terms().owner())
                          .inputs(
                              id,
                              due.interval(),
                              parts.chainClock().second(),
                              parts.transactions().account(),
                              BlockTag.LATEST)));
    };
  }

  private void hand(Due<Served> due, Delivery delivery) throws InterruptedException {
    if (isTooLate(due) || isAnotherNow(due)) return;
    if (!due.what().requiresProof() || !due.what().isPaid()) {
      tryAndSend(due, delivery);
      return;
    }
    Lock escrows = parts.wallets().escrows();
    escrows.lockInterruptibly();
    try {
      if (isTooLate(due)) return; // others may have had it for minutes
      var problem = parts.wallets().layDown(due.what().terms());
      if (problem.isEmpty()) tryAndSend(due, delivery);
      else {
        parts.events().failedToSend(due, problem.get());
        ends.fail(due, problem.get());
      }
    } finally {
      escrows.unlock();
    }
  }

  private void tryAndSend(Due<Served> due, Delivery delivery) throws InterruptedException {
    var order = order(due, delivery);
    for (long then = latest(); comesTooEarly(due, order, then); then = latest()) {
      for (int i = 0; i < LOOKS_FOR_A_BLOCK && latest() <= then; i++)
        parts.pause().of(BETWEEN_LOOKS);
      if (isTooLate(due)) return;
    }
  }

  private boolean isTooLate(Due<Served> due) {
    long now = due.timetable().interval(parts.chainClock().second());
    if (now == due.interval()) return false;
    parts.events().didNotSend(due);
    ends.giveUp(due, "interval " + now + " had begun before it could be sent");
    return true;
  }

  /**
   * Whether a reorganisation put another in its place while it was computed, or somebody brought
   * another under its nonce: contracts go by that, whatever they are sent (Infernet §5.5).
   */
  private boolean isAnotherNow(Due<Served> due) throws InterruptedException {
    var tracked = parts.agenda().what(due.key()).map(Served::terms);
    boolean another = tracked.filter(terms -> !terms.isSame(due.what().terms())).isPresent();
    if (!another && due.key() instanceof SubscriptionKey.Delegated)
      another = parts.state().of(List.of(due)).stream().anyMatch(OnChainState.Found::isAnother);
    if (another) ends.again(due);
    return another;
  }

  /**
   * Whether it must be tried again, because nothing was sent; otherwise it has come to its end.
   *
   * @param then second of the latest block
   */
  private boolean comesTooEarly(Due<Served> due, Order order, long then)
      throws InterruptedException {
    return switch (parts.simulator().with(order)) {
      case Simulator.Outcome.Passes() -> isSentTooEarly(due, order, then);
      case Simulator.Outcome.Bypassed(_) ->
          isSentTooEarly(due, order.withGas(parts.maxGas()), then);
      case Simulator.Outcome.Fails(var known, var why) -> {
        if (isEarly(due, known, then)) yield true;
        known.ifPresent(error -> ends.refused(due, error));
        parts.events().didNotSend(due);
        if (known.isEmpty()) parts.events().failedToSend(due, why);
        ends.giveUp(due, why);
        yield false;
      }
    };
  }

  private boolean isSentTooEarly(Due<Served> due, Order order, long then)
      throws InterruptedException {
    if (parts.profit().isPresent()) {
      var loss = parts.profit().get().loss(due, order);
      if (loss.isPresent()) {
        ends.waitForMoney(due, loss.get());
        return false;
      }
    }
    var name = SentTransactions.order(order.data());
    parts.agenda().sending(due, name);
    var outcome = parts.transactions().send(order, hash -> parts.events().sent(due, hash));
    if (outcome instanceof SendOutcome.WouldRevert(_, var data)
        && isEarly(due, ContractError.of(data), then)) return true;
    ends.settle(due, name, outcome);
    return false;
  }

  /** Looks what became of what left before a crash, or waited too long. */
  private void resume(Due<Served> due, List<Transaction.Signed> left) throws InterruptedException {
    var name = SentTransactions.order(left.getFirst().transaction().data());
    ends.settle(due, name, parts.transactions().resume(left));
  }

  private boolean isEarly(Due<Served> due, Optional<ContractError> error, long then) {
    return new Earliness(parts.chainClock()).explains(error, due, then);
  }

  private long latest() {
    return parts.chainClock().latest();
  }

  private Delivery delivery(Due<Served> due, Data input, Data output, Data proof) {
    return new Delivery(
        due.interval(), input, output, proof, parts.wallets().own().orElse(Addresses.ZERO));
  }

  private Order order(Due<Served> due, Delivery delivery) {
    return switch (due.key()) {
      case SubscriptionKey.OnChain(var id) -> parts.contracts().deliver(id, delivery);
      case SubscriptionKey.Delegated _ -> {
        var signed = due.what().signed().orElseThrow();
        yield parts.contracts().deliver(signed.delegated(), signed.signature(), delivery);
      }
    };
  }
}
