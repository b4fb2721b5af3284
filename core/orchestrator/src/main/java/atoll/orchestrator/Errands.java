package atoll.orchestrator;

import atoll.actor.Actor;
import atoll.actor.Handle;
import atoll.actor.Reply;
import atoll.ensemble.AllocationWire;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.MalformedJsonException;
import atoll.orchestrator.machine.Effect;
import atoll.orchestrator.machine.Signal;
import atoll.orchestrator.machine.Timeouts;
import atoll.protocol.AllocateRequest;
import atoll.protocol.Behaviours;
import atoll.protocol.CommitAnswer;
import atoll.protocol.Outcome;
import atoll.protocol.StateReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What one deployment asks of the providers it has chosen; how it went comes back as signals. What
 * gives something back is asked in the node's own name and told until it is heard, so it outlives
 * the deployment's actor. Never blocks.
 */
final class Errands {
  private final EnsembleId id;
  private final Invoking actor;
  private final Invoking node;
  private final Owing owing;
  private final InstantSource clock;
  private final Consumer<Signal> signals;

  Errands(
      EnsembleId id,
      Actor actor,
      Actor node,
      Owing owing,
      InstantSource clock,
      Consumer<Signal> signals) {
    this.id = id;
    this.actor = new Invoking(actor, clock);
    this.node = new Invoking(node, clock);
    this.owing = owing;
    this.clock = clock;
    this.signals = signals;
  }

  void commit(Effect.Commit commit) {
    ask(
        actor,
        commit.provider(),
        Behaviours.COMMIT,
        commit.request().toJson(),
        commit.patience(),
        reply -> committed(commit, reply));
  }

  void allocate(Effect.Allocate allocate) {
    ask(
        actor,
        allocate.provider(),
        Behaviours.ALLOCATE,
        allocate.request().toJson(),
        allocate.patience(),
        reply -> allocated(allocate, reply));
  }

  void start(Effect.Start start) {
    ask(
        actor,
        start.allocation(),
        Behaviours.ALLOCATION_START,
        start.request().toJson(),
        start.patience(),
        reply ->
            new Signal.StartAnswered(
                clock.instant(),
                start.attempt(),
                start.id(),
                start.request().run(),
                refusal(reply)));
  }

  void askState(Effect.AskState ask) {
    ask(
        node,
        ask.handle(),
        Behaviours.state(id),
        ask.request().toJson(),
        Timeouts.BEAT,
        reply -> new Signal.StateAnswered(clock.instant(), ask.provider(), ask.at(), said(reply)));
  }

  private static Signal.Said said(Reply reply) {
    return switch (reply) {
      case Reply.Answered answered -> {
        try {
          yield new Signal.Said.Report(StateReport.parse(answered.payload()));
        } catch (MalformedJsonException e) {
          yield new Signal.Said.Refusal(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
      }
      case Reply.Refused(var code, var reason) -> new Signal.Said.Refusal(code, reason);
      case Reply.NoReply _ -> new Signal.Said.Nothing();
    };
  }

  void registerHealthCheck(Effect.RegisterHealthCheck register) {
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
            register.allocation(), Behaviours.REGISTER_HEALTH_CHECK, payload, Timeouts.HEALTH);
  }

  void checkHealth(Effect.CheckHealth check) {
    ask(
        actor,
        check.allocation(),
        Behaviours.HEALTH_CHECK,
        new CanonicalJson(128).value(check.id().value()).toBytes(),
        check.check().timeout().plus(Timeouts.HEALTH),
        reply ->
            new Signal.HealthAnswered(
                clock.instant(), check.attempt(), check.id(), check.run(), refusal(reply)));
  }

  void revert(Effect.Revert revert) {
    tell(
        revert,
        reply ->
            new Signal.RevertAnswered(
                clock.instant(), revert.attempt(), revert.node(), Owed.isFinal(reply)));
  }

  void shutDown(Effect.ShutDown shutDown) {
    var allocation = shutDown.request().allocation();
    var lease = shutDown.request().lease().orElseThrow();
    tell(
        shutDown,
        reply ->
            new Signal.ShutdownAnswered(clock.instant(), allocation, lease, Owed.isFinal(reply)));
  }

  void haveNothing(Effect.HaveNothing nothing) {
    owing.tell(Owed.of(id, nothing, clock.instant()), _ -> {});
  }

  /** A signal made from a reply. */
  private interface Answer {
    Signal from(Reply reply);
  }

  private void ask(
      Invoking asker,
      Handle to,
      String behaviour,
      byte[] payload,
      Duration patience,
      Answer answer) {
    var _ =
        asker
            .invoke(to, behaviour, payload, patience)
            .thenAccept(reply -> signals.accept(answer.from(reply)));
  }

  private void tell(Effect.Telling telling, Answer answer) {
    owing.tell(Owed.of(id, telling, clock.instant()), reply -> signals.accept(answer.from(reply)));
  }

  private Signal committed(Effect.Commit commit, Reply reply) {
    var allocation = commit.request().allocation();
    return switch (read(reply, CommitAnswer::parse)) {
      case Read.Is<CommitAnswer>(var answer) ->
          new Signal.CommitAnswered(
              clock.instant(),
              commit.attempt(),
              allocation,
              answer.ok() ? Optional.empty() : Optional.of(answer.error()),
              answer.ports());
      case Read.IsNot<CommitAnswer>(var why) ->
          new Signal.CommitAnswered(
              clock.instant(), commit.attempt(), allocation, Optional.of(why), Map.of());
    };
  }

  private Signal allocated(Effect.Allocate allocate, Reply reply) {
    var on = allocate.request().node();
    return switch (read(reply, AllocateRequest.Answer::parse)) {
      case Read.Is<AllocateRequest.Answer>(var answer) ->
          new Signal.AllocateAnswered(
              clock.instant(),
              allocate.attempt(),
              on,
              answer.ok() ? Optional.empty() : Optional.of(answer.error()),
              answer.allocations());
      case Read.IsNot<AllocateRequest.Answer>(var why) ->
          new Signal.AllocateAnswered(
              clock.instant(), allocate.attempt(), on, Optional.of(why), Map.of());
    };
  }

  private static Optional<String> refusal(Reply reply) {
    return switch (read(reply, Outcome::parse)) {
      case Read.Is<Outcome>(var outcome) ->
          outcome.ok() ? Optional.empty() : Optional.of(outcome.error());
      case Read.IsNot<Outcome>(var why) -> Optional.of(why);
    };
  }

  /** A reply as an answer, or why it is none. */
  private sealed interface Read<T> {
    record Is<T>(T answer) implements Read<T> {}

    record IsNot<T>(String why) implements Read<T> {}
  }

  private interface Parser<T> {
    T parse(byte[] payload);
  }

  private static <T> Read<T> read(Reply reply, Parser<T> parser) {
    return switch (reply) {
      case Reply.Answered answered -> {
        try {
          yield new Read.Is<>(parser.parse(answered.payload()));
        } catch (MalformedJsonException e) {
          yield new Read.IsNot<>("the answer makes no sense: " + e.getMessage());
        }
      }
      case Reply.Refused(var code, var reason) ->
          new Read.IsNot<>("refused (" + code.wireName() + "): " + reason);
      case Reply.NoReply(var why) -> new Read.IsNot<>("no answer: " + why);
    };
  }
}
