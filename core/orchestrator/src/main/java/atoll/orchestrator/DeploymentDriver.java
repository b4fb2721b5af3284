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
import atoll.kernel.AllocationId;
import atoll.kernel.AtollException;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.kernel.NodeName;
import atoll.market.ProviderId;
import atoll.protocol.Behaviours;
import atoll.protocol.ModuleRequest;
import atoll.protocol.Outcome;
import atoll.protocol.TaskTermination;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private final EnsembleId id;
  private final Ensemble ensemble;
  private final DeploymentMachine machine;
  private final Actor actor;
  private final Parts parts;
  private final Errands errands;
  private final Map<String, byte[]> modules;
  private final EventLog events = new EventLog();
  private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicBoolean draining = new AtomicBoolean();
  private final Map<ProviderId, Registration> trusted = new ConcurrentHashMap<>();
  private volatile Map<ProviderId, Handle> handles = Map.of();
  private volatile Optional<Integer> waitingAttempt = Optional.empty();
  private volatile Deployment view;
  private Registration patienceTimer = () -> {};
  private boolean begun;

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
      InstantSource clock,
      Dispatcher dispatcher,
      Consumer<EnsembleId> roomCame) {}

  DeploymentDriver(
      EnsembleId id, Ensemble ensemble, DeploymentMachine machine, Actor actor, Parts parts) {
    this.id = id;
    this.ensemble = ensemble;
    this.machine = machine;
    this.actor = actor;
    this.parts = parts;
    this.errands =
        new Errands(id, actor, parts.node(), parts.deliveries(), parts.clock(), this::post);
    this.view = machine.view();
    this.modules = new Requests(id, ensemble).carried();
    actor.on(Behaviours.taskTermination(id), BehaviourOptions.DEFAULT, this::ended);
    actor.on(Behaviours.module(id), BehaviourOptions.DEFAULT, this::module);
  }

  /** Starts; fails what has found no room after {@code patience}. */
  void begin(Duration patience) {
    synchronized (this) {
      patienceTimer =
          parts
              .dispatcher()
              .schedule(patience, () -> post(new Signal.PatienceOver(parts.clock().instant())));
    }
    wake();
  }

  Ensemble ensemble() {
    return ensemble;
  }

  Deployment view() {
    return view;
  }

  EventLog events() {
    return events;
  }

  void shutDown() {
    post(new Signal.ShutdownAsked(parts.clock().instant()));
  }

  /** Tries at once to place what waits for room; the retry by time goes on all the same. */
  void tryAgain() {
    waitingAttempt.ifPresent(
        attempt -> post(new Signal.RetryDue(parts.clock().instant(), attempt)));
  }

  void drop(Set<NodeName> nodes) {
    post(new Signal.NodesDropped(parts.clock().instant(), nodes));
  }

  /** Hears and says nothing any more; what runs goes on at its providers. */
  void letGo() {
    actor.close();
  }

  /** Where an allocation's provider node is; empty until it is made there. */
  synchronized Optional<Handle> providerOf(AllocationId allocation) {
    return machine.providerOf(allocation);
  }

  private boolean post(Signal signal) {
    boolean taken = signals.offer(signal);
    if (taken) wake();
    else LOG.error("signals_full deployment={}", id);
    return taken;
  }

  private void wake() {
    if (draining.compareAndSet(false, true)) parts.dispatcher().execute(this::drain);
  }

  private void drain() {
    try {
      step();
      Signal signal;
      while ((signal = signals.poll()) != null) step(signal);
    } finally {
      draining.set(false);
      if (!signals.isEmpty()) wake();
    }
  }

  private synchronized void step() {
    if (begun) return;
    begun = true;
    apply(machine.begin());
  }

  private synchronized void step(Signal signal) {
    if (signal instanceof Signal.BidsClosed closed) handles = closed.round().handles();
    apply(machine.on(signal));
  }

  private void apply(List<Effect> effects) {
    view = machine.view();
    waitingAttempt = machine.waitingAttempt();
    events.append(machine.takeNews());
    effects.forEach(this::perform);
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.CollectBids collect -> {
        var _ =
            parts
                .bidding()
                .collect(actor, id, collect.attempt(), collect.demands())
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
      case Effect.RegisterHealthCheck register -> errands.registerHealthCheck(register);
      case Effect.CheckHealth check ->
          parts
              .dispatcher()
              .schedule(
                  check.after(),
                  () -> {
                    if (!view.status().ended()) errands.checkHealth(check);
                  });
      case Effect.Revert revert -> errands.revert(revert);
      case Effect.ShutDown shutDown -> errands.shutDown(shutDown);
      case Effect.TrustProvider trust ->
          trusted.computeIfAbsent(trust.provider(), _ -> trust(trust.provider(), trust.handle()));
      case Effect.RetryAfter retry ->
          parts
              .dispatcher()
              .schedule(
                  retry.delay(),
                  () -> post(new Signal.RetryDue(parts.clock().instant(), retry.attempt())));
      case Effect.RoomCame() -> parts.dispatcher().execute(() -> parts.roomCame().accept(id));
      case Effect.Finish() -> finish();
    }
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
    var module = modules.get(request.sha256());
    if (module == null)
      throw new AtollException(ErrorCode.NOT_FOUND, "this deployment has no such module");
    message.reply(request.answer(module).toJson());
  }

  private void ended(Received message) {
    var report = TaskTermination.parse(message.payload());
    var provider = providerOf(report.allocation());
    if (provider.isEmpty() || !provider.get().did().equals(message.grant().principal()))
      throw new AtollException(
          ErrorCode.UNAUTHORISED,
          "allocation " + report.allocation().manifestKey() + " is not on this provider");
    if (post(new Signal.AllocationEnded(parts.clock().instant(), report)))
      message.reply(Outcome.DONE.toJson());
    else message.refuse(ErrorCode.OVERLOADED, "too many signals are waiting");
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
