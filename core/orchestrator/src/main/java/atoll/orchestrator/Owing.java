package atoll.orchestrator;

import atoll.actor.Actor;
import atoll.actor.Deliveries;
import atoll.actor.Dispatcher;
import atoll.actor.Reply;
import atoll.journal.JournalException;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.orchestrator.machine.Effect;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells providers what they have to give up until they have heard it. What is not heard when a
 * deployment ends is remembered, so that it is told after a restart too, until it is heard or its
 * lease is over. Told in the name of the node itself, which outlives deployments. Thread-safe;
 * never blocks but to remember.
 */
final class Owing {
  private static final Logger LOG = LoggerFactory.getLogger(Owing.class);

  /** How long after a failed attempt to forget something it is tried again. */
  private static final Duration STORE_AGAIN = Duration.ofSeconds(1);

  private final Invoking node;
  private final Deliveries deliveries;
  private final Store store;
  private final InstantSource clock;
  private final Dispatcher dispatcher;
  private final Map<String, Owed> unheard = new ConcurrentSkipListMap<>();

  /** Those that the store has. */
  private final Set<String> remembered = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  Owing(
      Actor node, Deliveries deliveries, Store store, InstantSource clock, Dispatcher dispatcher) {
    this.node = new Invoking(node, clock);
    this.deliveries = deliveries;
    this.store = store;
    this.clock = clock;
    this.dispatcher = dispatcher;
  }

  /**
   * Tells it until it is heard.
   *
   * @param answered told what came of the first attempt, and of the last if that is another
   */
  void tell(Owed owed, Consumer<Reply> answered) {
    unheard.put(owed.key(), owed);
    var isFirst = new AtomicBoolean(true);
    var _ = deliveries.deliver(() -> attempt(owed, isFirst, answered));
  }

  private CompletableFuture<Reply> attempt(
      Owed owed, AtomicBoolean isFirst, Consumer<Reply> answered) {
    var answer =
        isOver(owed)
            ? CompletableFuture.<Reply>completedFuture(
                new Reply.Refused(ErrorCode.NOT_FOUND, "what it held is over"))
            : node.invoke(owed.provider(), owed.behaviour(), owed.payload(), owed.patience());
    return answer.thenApply(reply -> {
      var heard = owed.heard(reply);
      boolean last = Owed.isFinal(heard) || isOver(owed);
      if (last) settled(owed);
      if (isFirst.getAndSet(false) || last) answered.accept(heard);
      return heard;
    });
  }

  private boolean isOver(Owed owed) {
    return clock.instant().isAfter(owed.until());
  }

  private void settled(Owed owed) {
    unheard.remove(owed.key());
    if (remembered.contains(owed.key())) forget(owed);
  }

  private void forget(Owed owed) {
    if (closed) return;
    try {
      store.settled(owed);
      remembered.remove(owed.key());
    } catch (JournalException e) {
      LOG.warn("debt_not_forgotten deployment={} cause={}", owed.ensemble(), e.getMessage());
      dispatcher.schedule(STORE_AGAIN, () -> forget(owed));
    }
  }

  /**
   * What the providers of a deployment that ends have not heard, with what it wants told at last.
   * The store is about to have these, and is to forget each when it is heard.
   */
  List<Owed> leftBy(EnsembleId ensemble, List<Effect> wanted, Instant now) {
    var owed = new TreeMap<String, Owed>();
    for (var debt : unheard.values())
      if (debt.ensemble().equals(ensemble)) owed.put(debt.key(), debt);
    for (var effect : wanted)
      if (effect instanceof Effect.Telling telling) {
        var debt = Owed.of(ensemble, telling, now);
        owed.put(debt.key(), debt);
      }
    remembered.addAll(owed.keySet());
    return List.copyOf(owed.values());
  }

  /** Goes on telling what was remembered. */
  void resume(List<Owed> debts) {
    for (var owed : debts) remembered.add(owed.key());
    for (var owed : debts) tell(owed, _ -> {});
  }

  /** Tells nothing any more. */
  void close() {
    closed = true;
  }
}
