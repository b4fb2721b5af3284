package atoll.orchestrator;

import atoll.actor.Actor;
import atoll.actor.BehaviourOptions;
import atoll.actor.Dispatcher;
import atoll.actor.Handle;
import atoll.actor.Received;
import atoll.actor.Reply;
import atoll.capability.Capability;
import atoll.ensemble.AllocationWire;
import atoll.ensemble.Ensemble;
import atoll.identity.Did;
import atoll.kernel.AllocationId;
import atoll.kernel.AtollException;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.kernel.NodeName;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.MalformedJsonException;
import atoll.market.ProviderId;
import atoll.protocol.AllocateRequest;
import atoll.protocol.Behaviours;
import atoll.protocol.CommitAnswer;
import atoll.protocol.ModuleRequest;
import atoll.protocol.Outcome;
import atoll.protocol.RevertRequest;
import atoll.protocol.StartRequest;
import atoll.protocol.TaskTermination;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private static final Duration RENEW = Duration.ofMinutes(5);

  private final EnsembleId id;
  private final Ensemble ensemble;
  private final DeploymentMachine machine;
  private final Actor actor;
  private final Bidding bidding;
  private final InstantSource clock;
  private final Dispatcher dispatcher;
  private final Runnable onEnd;
  private final EventLog events = new EventLog();
  private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicBoolean draining = new AtomicBoolean();
  private volatile Map<ProviderId, Handle> handles = Map.of();
  private volatile Deployment view;
  private boolean begun;

  DeploymentDriver(
      EnsembleId id,
      Ensemble ensemble,
      DeploymentMachine machine,
      Actor actor,
      Bidding bidding,
      InstantSource clock,
      Dispatcher dispatcher,
      Runnable onEnd) {
    this.id = id;
    this.ensemble = ensemble;
    this.machine = machine;
    this.actor = actor;
    this.bidding = bidding;
    this.clock = clock;
    this.dispatcher = dispatcher;
    this.onEnd = onEnd;
    this.view = machine.view();
    actor.on(Behaviours.taskTermination(id), BehaviourOptions.DEFAULT, this::ended);
    actor.on(Behaviours.module(id), BehaviourOptions.DEFAULT, this::module);
  }

  /** Starts; fails what is not running after {@code patience}. */
  void begin(Duration patience) {
    dispatcher.schedule(patience, () -> post(new Signal.PatienceOver(clock.instant())));
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
    post(new Signal.ShutdownAsked(clock.instant()));
  }

  /** Tries at once to place what waits for room; the retry by time goes on all the same. */
  void tryAgain() {
    waitingAttempt().ifPresent(attempt -> post(new Signal.RetryDue(clock.instant(), attempt)));
  }

  private synchronized Optional<Integer> waitingAttempt() {
    return machine.waitingAttempt();
  }

  void drop(Set<NodeName> nodes) {
    post(new Signal.NodesDropped(clock.instant(), nodes));
  }

  Actor actor() {
    return actor;
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
    if (draining.compareAndSet(false, true)) dispatcher.execute(this::drain);
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
    events.append(machine.takeNews());
    effects.forEach(this::perform);
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.CollectBids collect -> {
        var _ =
            bidding
                .collect(actor, id, collect.attempt(), collect.demands())
                .thenAccept(round ->
                    post(new Signal.BidsClosed(clock.instant(), collect.attempt(), round)));
      }
      case Effect.MeasureLinks measure -> {
        var _ =
            bidding
                .measure(actor, id, measure.links(), handles)
                .thenAccept(links ->
                    post(new Signal.LinksMeasured(clock.instant(), measure.attempt(), links)));
      }
      case Effect.Commit commit ->
          ask(
              commit.provider(),
              Behaviours.COMMIT,
              commit.request().toJson(),
              commit.patience(),
              reply -> committed(commit, reply));
      case Effect.Allocate allocate ->
          ask(
              allocate.provider(),
              Behaviours.ALLOCATE,
              allocate.request().toJson(),
              allocate.patience(),
              reply -> allocated(allocate, reply));
      case Effect.Start start ->
          ask(
              start.allocation(),
              Behaviours.ALLOCATION_START,
              new StartRequest().toJson(),
              start.patience(),
              reply ->
                  new Signal.StartAnswered(
                      clock.instant(), start.attempt(), start.id(), refusal(reply)));
      case Effect.Revert revert ->
          ask(
              revert.provider(),
              Behaviours.REVERT,
              RevertRequest.of(id, revert.allocations()).toJson(),
              Timeouts.REVERT,
              _ -> new Signal.RevertAnswered(clock.instant(), revert.attempt(), revert.node()));
      case Effect.RegisterHealthCheck register -> {
        var payload =
            new CanonicalJson(256)
                .beginObject()
                .name("EnsembleID")
                .value(id.value())
                .name("HealthCheck")
                .tree(AllocationWire.write(register.check()))
                .endObject()
                .toBytes();
        var _ =
            actor.invoke(
                register.allocation(),
                Behaviours.REGISTER_HEALTH_CHECK,
                payload,
                clock.instant().plus(Timeouts.HEALTH));
      }
      case Effect.CheckHealth check -> {
        var _ = dispatcher.schedule(check.after(), () -> checkHealth(check));
      }
      case Effect.ShutDown shutDown -> {
        var payload =
            new CanonicalJson(128)
                .beginObject()
                .name("AllocationID")
                .value(shutDown.allocation().value())
                .endObject()
                .toBytes();
        ask(
            shutDown.provider(),
            Behaviours.allocationShutdown(id),
            payload,
            Timeouts.SHUTDOWN,
            _ -> new Signal.ShutdownAnswered(clock.instant(), shutDown.allocation()));
      }
      case Effect.TrustProvider trust -> keepTrusting(trust.handle());
      case Effect.RetryAfter retry ->
          dispatcher.schedule(
              retry.delay(), () -> post(new Signal.RetryDue(clock.instant(), retry.attempt())));
      case Effect.Finish() -> {
        actor.close();
        onEnd.run();
      }
    }
  }

  private void checkHealth(Effect.CheckHealth check) {
    if (view.status().ended()) return;
    ask(
        check.allocation(),
        Behaviours.HEALTH_CHECK,
        new CanonicalJson(128).value(check.id().value()).toBytes(),
        check.check().timeout().plus(Timeouts.HEALTH),
        reply ->
            new Signal.HealthAnswered(
                clock.instant(), check.attempt(), check.id(), refusal(reply)));
  }

  /** A signal made from a reply. */
  private interface Answer {
    Signal from(Reply reply);
  }

  private void ask(Handle to, String behaviour, byte[] payload, Duration patience, Answer answer) {
    var _ =
        actor
            .invoke(to, behaviour, payload, clock.instant().plus(patience))
            .thenAccept(reply -> post(answer.from(reply)));
  }

  private Signal committed(Effect.Commit commit, Reply reply) {
    Instant now = clock.instant();
    var allocation = commit.request().allocation();
    if (!(reply instanceof Reply.Answered answered))
      return new Signal.CommitAnswered(now, commit.attempt(), allocation, refusal(reply), Map.of());
    try {
      var answer = CommitAnswer.parse(answered.payload());
      return new Signal.CommitAnswered(
          now,
          commit.attempt(),
          allocation,
          answer.ok() ? Optional.empty() : Optional.of(answer.error()),
          answer.ports());
    } catch (MalformedJsonException e) {
      return new Signal.CommitAnswered(
          now,
          commit.attempt(),
          allocation,
          Optional.of("makes no sense: " + e.getMessage()),
          Map.of());
    }
  }

  private Signal allocated(Effect.Allocate allocate, Reply reply) {
    Instant now = clock.instant();
    var node = allocate.request().node();
    if (!(reply instanceof Reply.Answered answered))
      return new Signal.AllocateAnswered(now, allocate.attempt(), node, refusal(reply), Map.of());
    try {
      var answer = AllocateRequest.Answer.parse(answered.payload());
      return new Signal.AllocateAnswered(
          now,
          allocate.attempt(),
          node,
          answer.ok() ? Optional.empty() : Optional.of(answer.error()),
          answer.allocations());
    } catch (MalformedJsonException e) {
      return new Signal.AllocateAnswered(
          now,
          allocate.attempt(),
          node,
          Optional.of("makes no sense: " + e.getMessage()),
          Map.of());
    }
  }

  private static Optional<String> refusal(Reply reply) {
    return switch (reply) {
      case Reply.Answered answered -> {
        try {
          var outcome = Outcome.parse(answered.payload());
          yield outcome.ok() ? Optional.empty() : Optional.of(outcome.error());
        } catch (MalformedJsonException e) {
          yield Optional.of("makes no sense: " + e.getMessage());
        }
      }
      case Reply.Refused(var code, var reason) ->
          Optional.of("refused (" + code.wireName() + "): " + reason);
      case Reply.NoReply(var why) -> Optional.of("no answer: " + why);
    };
  }

  private void module(Received message) {
    var request = ModuleRequest.parse(message.payload());
    var module =
        new Requests(id, ensemble)
            .carried(request.sha256())
            .orElseThrow(() ->
                new AtollException(ErrorCode.NOT_FOUND, "this deployment has no such module"));
    message.reply(request.answer(module).toJson());
  }

  private void ended(Received message) {
    var report = TaskTermination.parse(message.payload());
    var provider = providerOf(report.allocation());
    if (provider.isEmpty() || !provider.get().did().equals(message.grant().principal()))
      throw new AtollException(
          ErrorCode.UNAUTHORISED,
          "allocation " + report.allocation().manifestKey() + " is not on this provider");
    if (post(new Signal.AllocationEnded(clock.instant(), report)))
      message.reply(Outcome.DONE.toJson());
    else message.refuse(ErrorCode.OVERLOADED, "too many signals are waiting");
  }

  private void keepTrusting(Handle provider) {
    if (view.status().ended()) return;
    actor.grantLocally(
        provider.id().did(), Did.NONE, List.of(new Capability(Behaviours.orchestrator(id))), GRANT);
    dispatcher.schedule(RENEW, () -> keepTrusting(provider));
  }
}
