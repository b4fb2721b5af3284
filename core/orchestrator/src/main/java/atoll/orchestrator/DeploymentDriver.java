package atoll.orchestrator;

import atoll.actor.Actor;
import atoll.actor.Dispatcher;
import atoll.actor.Handle;
import atoll.ensemble.Ensemble;
import atoll.identity.Did;
import atoll.journal.JournalException;
import atoll.kernel.AllocationId;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.market.ProviderId;
import atoll.orchestrator.machine.Deployment;
import atoll.orchestrator.machine.DeploymentEvent;
import atoll.orchestrator.machine.DeploymentMachine;
import atoll.orchestrator.machine.Difference;
import atoll.orchestrator.machine.Effect;
import atoll.orchestrator.machine.Signal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a deployment's machine what happens, remembers what that made of it, and then has done what
 * it wants done. Signals wait in a bounded queue and are taken one at a time, whoever posts them,
 * so the machine has one owner at every instant.
 */
final class DeploymentDriver {
  private static final Logger LOG = LoggerFactory.getLogger(DeploymentDriver.class);
  private static final int QUEUE = 4096;

  /** How long after a failed attempt to remember something it is tried again. */
  private static final Duration STORE_AGAIN = Duration.ofSeconds(1);

  private final EnsembleId id;
  private final DeploymentMachine machine;
  private final Store.Birth birth;
  private final Parts parts;
  private final Remembering remembering;
  private final Performing performing;
  private final EventLog events = new EventLog();
  private final BlockingQueue<Posted> signals = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicBoolean draining = new AtomicBoolean();
  private volatile Optional<Integer> waitingAttempt = Optional.empty();
  private volatile Deployment view;
  private volatile boolean closed;
  private boolean begun;

  // What is to be done once what was decided is remembered.
  private final List<Effect> wanted = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private boolean unsaved;

  /** A signal, and what to do when what it led to is remembered. */
  private record Posted(Signal signal, Runnable afterwards) {}

  /**
   * What the drivers of one orchestrator have in common.
   *
   * @param node the actor of the orchestrator itself
   * @param roomCame told whose deployment gave something back
   */
  record Parts(
      Actor node,
      Bidding bidding,
      Owing owing,
      Store store,
      InstantSource clock,
      Dispatcher dispatcher,
      Consumer<EnsembleId> roomCame) {}

  DeploymentDriver(Store.Birth birth, DeploymentMachine machine, Actor actor, Parts parts) {
    this.id = birth.id();
    this.birth = birth;
    this.machine = machine;
    this.parts = parts;
    this.remembering = new Remembering(parts.store(), birth);
    this.performing = new Performing(id, actor, parts, this::post);
    this.view = machine.view();
    Hearing.begin(actor, id, this, parts.clock());
  }

  // --- beginning and end

  /**
   * Remembers that it was born.
   *
   * @throws atoll.journal.JournalException if that cannot be made durable; nothing was done then
   */
  synchronized void remember() {
    remembering.keepBirth(machine);
  }

  /** Goes on from what was remembered, with the events of before. */
  synchronized void recall(Store.Remembered before) {
    machine.recall(before.why());
    remembering.recall(before, machine);
    events.append(before.events());
    view = machine.view();
  }

  /** Starts, or goes on; fails what has found no room when its patience is over. */
  void begin() {
    synchronized (this) {
      if (begun) return;
      performing.patienceUntil(birth.patience());
    }
    wake();
  }

  /** Hears and says nothing any more; what runs goes on at its providers. */
  void letGo() {
    closed = true;
    performing.close();
  }

  // --- what is asked of it

  void shutDown() {
    post(new Signal.ShutdownAsked(parts.clock().instant()));
  }

  void update(Ensemble ensemble, Instant deadline) {
    post(new Signal.UpdateAsked(parts.clock().instant(), ensemble, deadline));
  }

  void drain(ProviderId provider) {
    post(new Signal.DrainAsked(parts.clock().instant(), provider));
  }

  /** Tries at once to place what waits for room; the retry by time goes on all the same. */
  void tryAgain() {
    waitingAttempt.ifPresent(
        attempt -> post(new Signal.RetryDue(parts.clock().instant(), attempt)));
  }

  // --- views

  synchronized Difference differenceTo(Ensemble target) {
    return machine.differenceTo(target);
  }

  /** Grows with whatever is placed; a plan that was made for another is out of date. */
  synchronized long epoch() {
    return machine.epoch();
  }

  Deployment view() {
    return view;
  }

  EventLog events() {
    return events;
  }

  Store.Birth birth() {
    return birth;
  }

  synchronized Set<Integer> knownEnsembles() {
    return remembering.knownEnsembles();
  }

  /** Where an allocation's provider node is; empty until it is made there. */
  synchronized Optional<Handle> providerOf(AllocationId allocation) {
    return machine.providerOf(allocation);
  }

  /** Whether a provider has, or may have, an allocation of this deployment. */
  synchronized boolean isOn(AllocationId allocation, Did provider) {
    return machine.isOn(allocation, provider);
  }

  /** Every ensemble that something here was made of, by number. */
  synchronized Map<Integer, Ensemble> ensembles() {
    return Map.copyOf(machine.ensembles());
  }

  // --- one signal after the other

  private boolean post(Signal signal) {
    return post(signal, () -> {});
  }

  /**
   * @param afterwards done once what the signal led to is remembered
   * @return false if it is not taken, since too many wait or nothing is heard any more
   */
  boolean post(Signal signal, Runnable afterwards) {
    if (closed) return false;
    boolean taken = signals.offer(new Posted(signal, afterwards));
    if (taken) wake();
    else LOG.error("signals_full deployment={}", id);
    return taken;
  }

  private void wake() {
    if (draining.compareAndSet(false, true)) parts.dispatcher().execute(this::drain);
  }

  private void drain() {
    boolean mayGoOn = true;
    try {
      mayGoOn = step();
      while (mayGoOn) {
        var posted = signals.poll();
        if (posted == null) break;
        mayGoOn = step(posted);
      }
    } finally {
      draining.set(false);
      if (mayGoOn && !signals.isEmpty()) wake();
    }
  }

  private synchronized boolean step() {
    if (closed) return false;
    if (!settle()) return false;
    if (begun) return true;
    begun = true;
    var status = machine.status();
    wanted.addAll(
        status == DeploymentStatus.PREPARING
            ? machine.begin()
            : machine.resume(parts.clock().instant()));
    unsaved = true;
    return settle();
  }

  private synchronized boolean step(Posted posted) {
    var signal = posted.signal();
    if (signal instanceof Signal.BidsClosed bids) performing.knows(bids.round());
    wanted.addAll(machine.on(signal));
    afterwards.add(posted.afterwards());
    if (signal instanceof Signal.ShutdownAsked || signal instanceof Signal.UpdateAsked)
      remembering.orderBegun();
    unsaved = true;
    return settle();
  }

  /**
   * Makes what was decided durable, then does it. False if that failed: nothing is done and nothing
   * more is heard until it succeeds, which is tried again and again.
   */
  private boolean settle() {
    if (!unsaved) return true;
    List<DeploymentEvent> news;
    try {
      var owed =
          machine.status().ended()
              ? parts.owing().leftBy(id, wanted, machine.now())
              : List.<Owed>of();
      news = remembering.keep(machine, owed);
    } catch (JournalException e) {
      LOG.warn("not_remembered deployment={} cause={}", id, e.getMessage());
      parts.dispatcher().schedule(STORE_AGAIN, this::wake);
      return false;
    }
    unsaved = false;
    view = machine.view();
    waitingAttempt = machine.waitingAttempt();
    events.append(news);
    var effects = List.copyOf(wanted);
    wanted.clear();
    effects.forEach(performing::perform);
    var told = List.copyOf(afterwards);
    afterwards.clear();
    told.forEach(Runnable::run);
    return true;
  }
}
