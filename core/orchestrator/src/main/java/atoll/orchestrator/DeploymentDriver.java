package atoll.orchestrator;

import atoll.actor.Actor;
import atoll.actor.BehaviourOptions;
import atoll.actor.Deliveries;
import atoll.actor.Dispatcher;
import atoll.actor.Handle;
import atoll.actor.Received;
import atoll.actor.Registration;
import atoll.capability.Capability;
import atoll.ensemble.Ensemble;
import atoll.identity.Did;
import atoll.journal.JournalException;
import atoll.kernel.AllocationId;
import atoll.kernel.AtollException;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.CanonicalJson;
import atoll.market.ProviderId;
import atoll.protocol.Behaviours;
import atoll.protocol.ModuleRequest;
import atoll.protocol.Outcome;
import atoll.protocol.TaskTermination;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what a deployment's machine wants done, and tells it how that went. Signals wait in a
 * bounded queue and are taken one at a time, whoever posts them, so the machine has one owner at
 * every instant.
 */
final class DeploymentDriver {
  private static final Logger LOG = LoggerFactory.getLogger(DeploymentDriver.class);
  private static final int QUEUE = 4096;
  private static final Duration GRANT = Duration.ofHours(1);
  private static final Duration RENEW = Duration.ofMinutes(30);

  /** How long after a failed attempt to remember something it is tried again. */
  private static final Duration STORE_AGAIN = Duration.ofSeconds(1);

  private final EnsembleId id;
  private final DeploymentMachine machine;
  private final Store.Birth birth;
  private final Actor actor;
  private final Parts parts;
  private final Errands errands;
  private final EventLog events = new EventLog();
  private final BlockingQueue<Posted> signals = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicBoolean draining = new AtomicBoolean();
  private final Map<ProviderId, Registration> trusted = new ConcurrentHashMap<>();
  private volatile Map<ProviderId, Handle> handles = Map.of();
  private volatile Optional<Integer> waitingAttempt = Optional.empty();
  private volatile Deployment view;
  private volatile boolean closed;
  private Registration patienceTimer = () -> {};
  private boolean begun;

  // What is remembered of the machine, and what it wants done once it is.
  private final Set<Integer> knownEnsembles = new TreeSet<>();
  private String remembered = "";
  private final List<Effect> wanted = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private final List<DeploymentEvent> news = new ArrayList<>();
  private final Map<String, byte[]> modules = new HashMap<>();
  private final Set<Integer> lookedForModules = new TreeSet<>();
  private boolean orderDone;
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
      Deliveries deliveries,
      Store store,
      InstantSource clock,
      Dispatcher dispatcher,
      Consumer<EnsembleId> roomCame) {}

  DeploymentDriver(Store.Birth birth, DeploymentMachine machine, Actor actor, Parts parts) {
    this.id = birth.id();
    this.birth = birth;
    this.machine = machine;
    this.actor = actor;
    this.parts = parts;
    this.errands =
        new Errands(id, actor, parts.node(), parts.deliveries(), parts.clock(), this::post);
    this.view = machine.view();
    actor.on(Behaviours.taskTermination(id), BehaviourOptions.DEFAULT, this::ended);
    actor.on(Behaviours.module(id), BehaviourOptions.DEFAULT, this::module);
  }

  /**
   * Remembers that it was born.
   *
   * @throws atoll.journal.JournalException if that cannot be made durable; nothing was done then
   */
  synchronized void remember() {
    save(written());
  }

  /** Goes on from what was remembered, with the events of before. */
  synchronized void recall(Store.Remembered before) {
    knownEnsembles.addAll(before.ensembles().keySet());
    remembered = written();
    events.append(before.events());
    view = machine.view();
  }

  /** Starts, or goes on; fails what has found no room when its patience is over. */
  void begin() {
    synchronized (this) {
      if (begun) return;
      var left = Duration.between(parts.clock().instant(), birth.patience());
      patienceTimer =
          parts
              .dispatcher()
              .schedule(
                  left.isNegative() ? Duration.ZERO : left,
                  () -> post(new Signal.PatienceOver(parts.clock().instant())));
    }
    wake();
  }

  Ensemble ensemble() {
    synchronized (this) {
      return machine.course.asked;
    }
  }

  synchronized Difference differenceTo(Ensemble target) {
    return Difference.between(machine.course, target);
  }

  /** Grows with whatever is placed; a plan that was made for another is out of date. */
  synchronized long epoch() {
    return machine.course.epoch;
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
    return Set.copyOf(knownEnsembles);
  }

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

  /** Hears and says nothing any more; what runs goes on at its providers. */
  void letGo() {
    closed = true;
    actor.close();
  }

  /** Where an allocation's provider node is; empty until it is made there. */
  synchronized Optional<Handle> providerOf(AllocationId allocation) {
    return machine.providerOf(allocation);
  }

  private boolean post(Signal signal) {
    return post(signal, () -> {});
  }

  private boolean post(Signal signal, Runnable afterwards) {
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
    var status = machine.course.status;
    wanted.addAll(
        status == DeploymentStatus.PREPARING
            ? machine.begin()
            : machine.resume(parts.clock().instant()));
    unsaved = true;
    return settle();
  }

  private synchronized boolean step(Posted posted) {
    var signal = posted.signal();
    if (signal instanceof Signal.BidsClosed closed) handles = closed.round().handles();
    wanted.addAll(machine.on(signal));
    afterwards.add(posted.afterwards());
    if (signal instanceof Signal.ShutdownAsked || signal instanceof Signal.UpdateAsked)
      orderDone = true;
    unsaved = true;
    return settle();
  }

  /**
   * Makes what was decided durable, then does it. False if that failed: nothing is done and nothing
   * more is heard until it succeeds, which is tried again and again.
   */
  private boolean settle() {
    if (!unsaved) return true;
    news.addAll(machine.takeNews());
    try {
      var state = written();
      if (orderDone || !news.isEmpty() || !state.equals(remembered)) save(state);
    } catch (JournalException e) {
      LOG.warn("not_remembered deployment={} cause={}", id, e.getMessage());
      parts.dispatcher().schedule(STORE_AGAIN, this::wake);
      return false;
    }
    unsaved = false;
    view = machine.view();
    waitingAttempt = machine.waitingAttempt();
    events.append(news);
    news.clear();
    var effects = List.copyOf(wanted);
    wanted.clear();
    effects.forEach(this::perform);
    var told = List.copyOf(afterwards);
    afterwards.clear();
    told.forEach(Runnable::run);
    return true;
  }

  private String written() {
    var out = new CanonicalJson(2048);
    MachineRecord.write(out, machine);
    return out.toString();
  }

  private void save(String state) {
    var ensembles = new TreeMap<Integer, Ensemble>();
    for (var number : MachineRecord.versions(machine))
      ensembles.put(number, Objects.requireNonNull(machine.course.versions.get(number)));
    parts.store().save(birth, state, ensembles, knownEnsembles, news, orderDone);
    remembered = state;
    orderDone = false;
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.CollectBids collect -> {
        var _ =
            parts
                .bidding()
                .collect(
                    actor,
                    id,
                    collect.attempt(),
                    collect.demands(),
                    collect.patience(),
                    collect.silent())
                .thenAccept(round ->
                    post(new Signal.BidsClosed(parts.clock().instant(), collect.attempt(), round)));
      }
      case Effect.MeasureLinks measure -> {
        var _ =
            parts
                .bidding()
                .measure(actor, id, measure.links(), handles)
                .thenAccept(links ->
                    post(
                        new Signal.LinksMeasured(
                            parts.clock().instant(), measure.attempt(), links)));
      }
      case Effect.Commit commit -> errands.commit(commit);
      case Effect.Allocate allocate -> errands.allocate(allocate);
      case Effect.Start start -> errands.start(start);
      case Effect.AskState ask -> errands.askState(ask);
      case Effect.RegisterHealthCheck register -> errands.registerHealthCheck(register);
      case Effect.CheckHealth check ->
          later(
              check.after(),
              () -> {
                if (!view.status().ended()) errands.checkHealth(check);
              });
      case Effect.Revert revert -> errands.revert(revert);
      case Effect.ShutDown shutDown -> errands.shutDown(shutDown);
      case Effect.TrustProvider trust ->
          trusted.computeIfAbsent(trust.provider(), _ -> trust(trust.provider(), trust.handle()));
      case Effect.RetryAfter retry ->
          later(
              retry.delay(),
              () -> post(new Signal.RetryDue(parts.clock().instant(), retry.attempt())));
      case Effect.WakeAfter wake ->
          later(wake.delay(), () -> post(new Signal.Woken(parts.clock().instant())));
      case Effect.BeatAfter beat ->
          later(beat.delay(), () -> post(new Signal.Beat(parts.clock().instant())));
      case Effect.RoomCame() -> parts.dispatcher().execute(() -> parts.roomCame().accept(id));
      case Effect.Finish() -> finish();
    }
  }

  private void later(Duration delay, Runnable task) {
    var _ =
        parts
            .dispatcher()
            .schedule(
                delay,
                () -> {
                  if (!closed) task.run();
                });
  }

  private void finish() {
    patienceTimer.close();
    trusted.values().forEach(Registration::close);
    actor.close();
    parts.dispatcher().execute(() -> parts.roomCame().accept(id));
  }

  /** Hands out a piece of a module that is too large for one message. */
  private void module(Received message) {
    var request = ModuleRequest.parse(message.payload());
    var module = carried().get(request.sha256());
    if (module == null)
      throw new AtollException(ErrorCode.NOT_FOUND, "this deployment has no such module");
    message.reply(request.answer(module).toJson());
  }

  /** Of every ensemble that something is made of. */
  private synchronized Map<String, byte[]> carried() {
    machine.course.versions.forEach((number, ensemble) -> {
      if (lookedForModules.add(number)) modules.putAll(new Requests(id, ensemble).carried());
    });
    return modules;
  }

  private synchronized boolean isOn(AllocationId allocation, Did provider) {
    return machine.isOn(allocation, provider);
  }

  private void ended(Received message) {
    var report = TaskTermination.parse(message.payload());
    if (!isOn(report.allocation(), message.grant().principal()))
      throw new AtollException(
          ErrorCode.UNAUTHORISED,
          "allocation " + report.allocation().manifestKey() + " is not on this provider");
    if (!post(
        new Signal.AllocationEnded(parts.clock().instant(), report),
        () -> message.reply(Outcome.DONE.toJson())))
      message.refuse(ErrorCode.OVERLOADED, "too many signals are waiting");
  }

  /** Lets a provider report to this deployment, for as long as the deployment lives. */
  private Registration trust(ProviderId provider, Handle handle) {
    var permission =
        actor.grantLocally(
            handle.id().did(),
            Did.NONE,
            List.of(new Capability(Behaviours.orchestrator(id))),
            GRANT);
    parts
        .dispatcher()
        .schedule(
            RENEW,
            () -> {
              if (view.status().ended()) return;
              var earlier = trusted.put(provider, trust(provider, handle));
              if (earlier != null) earlier.close();
            });
    return permission;
  }
}
