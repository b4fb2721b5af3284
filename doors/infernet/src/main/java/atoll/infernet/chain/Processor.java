package atoll.infernet.chain;

import atoll.actor.Dispatcher;
import atoll.chain.Block;
import atoll.chain.infernet.Terms;
import atoll.jobs.ServiceName;
import atoll.journal.JournalException;
import atoll.kernel.AtollException;
import atoll.subscriptions.Agenda;
import atoll.subscriptions.Due;
import atoll.subscriptions.Over;
import atoll.subscriptions.SubscriptionKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * Does for each block what the agenda asks for (Infernet §4.6). {@link #process} is for one thread;
 * deliveries have threads of their own, as many as there is room for.
 */
final class Processor implements AutoCloseable {
  private static final int AT_ONCE = 256;
  private static final Duration AGAIN = Duration.ofSeconds(2);
  private static final long PATIENCE_SECONDS = 5;

  private final Agenda<Served> agenda;
  private final OnChainState state;
  private final Deliverer deliverer;
  private final SignedSubscriptions signed;
  private final Stragglers stragglers;
  private final ChainClock chainClock;
  private final Dispatcher dispatcher;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ChainEvents events;
  private final DeliveryRoom room;
  private final Phaser underWay = new Phaser(1);
  private volatile boolean stopping;

  /**
   * @param limited containers whose calls are
   */
  Processor(
      Agenda<Served> agenda,
      OnChainState state,
      Deliverer deliverer,
      SignedSubscriptions signed,
      Stragglers stragglers,
      ChainClock chainClock,
      Dispatcher dispatcher,
      InstantSource clock,
      RandomGenerator random,
      Set<ServiceName> limited,
      ChainEvents events) {
    this.events = events;
    this.room = new DeliveryRoom(AT_ONCE, limited);
    this.agenda = agenda;
    this.state = state;
    this.deliverer = deliverer;
    this.signed = signed;
    this.stragglers = stragglers;
    this.chainClock = chainClock;
    this.dispatcher = dispatcher;
    this.clock = clock;
    this.random = random;
  }

  /**
   * @param fresh whether the block was not seen before; only then answers are looked for again
   * @throws atoll.chain.RpcException if no service of the chain answers
   */
  void process(Block latest, boolean fresh) throws InterruptedException {
    signed.check();
    var round = agenda.decide(chainClock.second(), latest.number(), clock.instant());
    for (var over : round.over()) end(over.key(), said(over.reason()));
    var ofClients = round.due().isEmpty() ? Set.<Terms>of() : signed.terms();
    for (var found : state.of(some(round.due()))) take(found, ofClients, latest);
    if (fresh) for (var found : state.of(round.unsettled())) settle(found);
    stragglers.look(chainClock.second());
  }

  /** Any of them, so that those that cannot be begun keep nobody waiting for good. */
  private List<Due<Served>> some(List<Due<Served>> dues) {
    if (dues.size() <= AT_ONCE) return dues;
    var mixed = new ArrayList<>(dues);
    Collections.shuffle(mixed, random);
    return mixed.subList(0, AT_ONCE);
  }

  /**
   * @param ofClients what clients brought themselves and is not done
   */
  private void take(OnChainState.Found found, Set<Terms> ofClients, Block latest) {
    var due = found.due();
    if (due.key() instanceof SubscriptionKey.OnChain && ofClients.contains(due.what().terms()))
      return; // its client's own data go first
    if (found.isAnother() && due.sent().isEmpty()) {
      another(due);
    } else if (found.isCancelled()) {
      end(due.key(), "Subscription cancelled");
    } else if (found.isComplete()) {
      complete(found, latest);
    } else if (isExpired(found)) {
      end(due.key(), "Subscription expired");
    } else if (room.take(due.what().services())) {
      agenda.begin(due);
      underWay.register();
      dispatcher.execute(() -> deliver(due));
    }
  }

  /**
   * What was signed under a nonce that others used is nothing to the contracts, which go by what
   * they have. What a reorganisation put in the place of another is told by the listener.
   */
  private void another(Due<Served> due) {
    switch (due.key()) {
      case SubscriptionKey.Delegated _ ->
          end(due.key(), "Delegated subscription is another one on the chain");
      case SubscriptionKey.OnChain _ -> postpone(due);
    }
  }

  private void complete(OnChainState.Found found, Block latest) {
    var due = found.due();
    if (due.key() instanceof SubscriptionKey.Delegated)
      end(due.key(), "Delegated subscription completed for interval");
    else if (found.answered()) agenda.passed(due, latest.number());
    else if (due.isLast()) end(due.key(), "Subscription already completed");
    else agenda.passed(due, latest.number());
  }

  /** A signature that nobody used in time makes no subscription any more. */
  private boolean isExpired(OnChainState.Found found) {
    return found.id() == 0
        && found
            .due()
            .what()
            .signed()
            .filter(one -> one.delegated().expiry() <= chainClock.second())
            .isPresent();
  }

  private void settle(OnChainState.Found found) {
    if (found.isComplete()) agenda.found(found.due());
    else if (agenda.missed(found.due())) events.lost(found.due());
  }

  private void deliver(Due<Served> due) {
    try {
      deliverer.deliver(due);
      endSigned(due);
    } catch (InterruptedException e) {
      postpone(due);
    } catch (AtollException e) {
      if (!stopping)
        events.trouble("Serving subscription " + due.key(), String.valueOf(e.getMessage()));
      postpone(due);
    } catch (RuntimeException e) {
      if (!stopping) events.broken(due, e);
      giveUp(due);
    } catch (VirtualMachineError e) {
      events.broken("Serving subscription " + due.key(), e);
      postpone(due);
    } finally {
      room.giveBack(due.what().services());
      underWay.arriveAndDeregister();
    }
  }

  /** Later intervals of a delegated subscription are served as the chain tells them. */
  private void endSigned(Due<Served> due) {
    if (!(due.key() instanceof SubscriptionKey.Delegated key)) return;
    if (agenda.isDelivered(key)) {
      signed.forget(key);
      events.dropped(key, "Delegated subscription completed for interval");
    }
  }

  private void postpone(Due<Served> due) {
    agenda.postpone(due, clock.instant().plus(AGAIN));
  }

  private void giveUp(Due<Served> due) {
    try {
      agenda.giveUp(due, "serving it failed; the node's log says how");
    } catch (JournalException e) {
      postpone(due);
    }
  }

  private void end(SubscriptionKey key, String why) {
    switch (key) {
      case SubscriptionKey.OnChain _ -> agenda.drop(key);
      case SubscriptionKey.Delegated delegated -> signed.forget(delegated);
    }
    events.dropped(key, why);
  }

  private static String said(Over.Reason reason) {
    return switch (reason) {
      case CANCELLED -> "Subscription cancelled";
      case EXPIRED -> "Subscription expired";
      case DELIVERED -> "Subscription already completed";
      case GIVEN_UP -> "Subscription given up";
      case UNANSWERABLE -> "Subscription wants no answers";
    };
  }

  /** Waits a little for what is under way; what does not end in time is gone on with next time. */
  @Override
  public void close() {
    stopping = true;
    int phase = underWay.arriveAndDeregister();
    try {
      var _ = underWay.awaitAdvanceInterruptibly(phase, PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      // it is journaled how far it was
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
