package atoll.orchestrator;

import atoll.actor.Actor;
import atoll.actor.Handle;
import atoll.actor.Registration;
import atoll.capability.Capability;
import atoll.identity.Did;
import atoll.kernel.EnsembleId;
import atoll.market.ProviderId;
import atoll.orchestrator.machine.BidRound;
import atoll.orchestrator.machine.Effect;
import atoll.orchestrator.machine.Signal;
import atoll.protocol.Behaviours;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Does what a deployment's machine wants done; how it went comes back as signals. Never blocks.
 * Belongs to the deployment's driver, which tells it one effect at a time.
 */
final class Performing {
  private static final Duration GRANT = Duration.ofHours(1);
  private static final Duration RENEW = Duration.ofMinutes(30);

  private final EnsembleId id;
  private final Actor actor;
  private final DeploymentDriver.Parts parts;
  private final Errands errands;
  private final Consumer<Signal> signals;
  private final Map<ProviderId, Registration> trusted = new ConcurrentHashMap<>();

  /** Of those who answered the last round of bids. */
  private volatile Map<ProviderId, Handle> handles = Map.of();

  private volatile boolean finished;
  private volatile boolean closed;
  private Registration patience = () -> {};

  Performing(EnsembleId id, Actor actor, DeploymentDriver.Parts parts, Consumer<Signal> signals) {
    this.id = id;
    this.actor = actor;
    this.parts = parts;
    this.signals = signals;
    this.errands = new Errands(id, actor, parts.node(), parts.owing(), parts.clock(), signals);
  }

  /** Says when the time for placing is over. */
  void patienceUntil(Instant end) {
    var left = Duration.between(parts.clock().instant(), end);
    patience =
        parts
            .dispatcher()
            .schedule(
                left.isNegative() ? Duration.ZERO : left,
                () -> signals.accept(new Signal.PatienceOver(parts.clock().instant())));
  }

  /** Does nothing more of what is due later; what is on its way goes on. */
  void close() {
    closed = true;
    actor.close();
  }

  void perform(Effect effect) {
    switch (effect) {
      case Effect.CollectBids collect -> collectBids(collect);
      case Effect.MeasureLinks measure -> measureLinks(measure);
      case Effect.Commit commit -> errands.commit(commit);
      case Effect.Allocate allocate -> errands.allocate(allocate);
      case Effect.Start start -> errands.start(start);
      case Effect.AskState ask -> errands.askState(ask);
      case Effect.RegisterHealthCheck register -> errands.registerHealthCheck(register);
      case Effect.CheckHealth check ->
          later(
              check.after(),
              () -> {
                if (!finished) errands.checkHealth(check);
              });
      case Effect.Revert revert -> errands.revert(revert);
      case Effect.ShutDown shutDown -> errands.shutDown(shutDown);
      case Effect.HaveNothing nothing -> errands.haveNothing(nothing);
      case Effect.TrustProvider trust ->
          trusted.computeIfAbsent(trust.provider(), _ -> trust(trust.provider(), trust.handle()));
      case Effect.RetryAfter retry ->
          later(
              retry.delay(),
              () -> signals.accept(new Signal.RetryDue(parts.clock().instant(), retry.attempt())));
      case Effect.WakeAfter wake ->
          later(wake.delay(), () -> signals.accept(new Signal.Woken(parts.clock().instant())));
      case Effect.BeatAfter beat ->
          later(beat.delay(), () -> signals.accept(new Signal.Beat(parts.clock().instant())));
      case Effect.RoomCame() -> tellThatRoomCame();
      case Effect.Finish() -> finish();
    }
  }

  private void collectBids(Effect.CollectBids collect) {
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
                signals.accept(
                    new Signal.BidsClosed(parts.clock().instant(), collect.attempt(), round)));
  }

  /** Whom to measure from is known from the round that asks for it. */
  void knows(BidRound round) {
    handles = round.handles();
  }

  private void measureLinks(Effect.MeasureLinks measure) {
    var _ =
        parts
            .bidding()
            .measure(actor, id, measure.links(), handles)
            .thenAccept(links ->
                signals.accept(
                    new Signal.LinksMeasured(parts.clock().instant(), measure.attempt(), links)));
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

  private void tellThatRoomCame() {
    parts.dispatcher().execute(() -> parts.roomCame().accept(id));
  }

  private void finish() {
    finished = true;
    patience.close();
    trusted.values().forEach(Registration::close);
    actor.close();
    tellThatRoomCame();
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
              if (finished) return;
              var earlier = trusted.put(provider, trust(provider, handle));
              if (earlier != null) earlier.close();
            });
    return permission;
  }
}
