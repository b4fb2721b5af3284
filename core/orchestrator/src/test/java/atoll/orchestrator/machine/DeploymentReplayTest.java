package atoll.orchestrator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.Handle;
import atoll.ensemble.Ensemble;
import atoll.kernel.AllocationName;
import atoll.kernel.AllocationStatus;
import atoll.kernel.LeaseId;
import atoll.market.PlacementPolicy;
import atoll.protocol.TaskTermination;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lives of deployments that chance writes: answers come late, twice, in any order, or never. The
 * same signals always lead to the same end, and some things are true in all of them.
 */
class DeploymentReplayTest {
  private static final int LIVES = 300;

  private final List<Signal> possible = new ArrayList<>();
  private Random chance = new Random(0);
  private Instant now = Given.T0;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theSameSignalsLeadToTheSameEnd(long seed) {
    for (int life = 0; life < LIVES; life++) {
      chance = new Random(seed * 1_000_003 + life);
      var ensemble =
          chance.nextBoolean()
              ? Given.services("0.5", "1.5")
              : Given.parsed(Given.TASK_THEN_SERVICE);
      var told = new ArrayList<Signal>();
      var first = live(ensemble, told);
      var again = new DeploymentMachine(Given.ID, ensemble, PlacementPolicy.SPREAD, Given.T0);
      var effects = new ArrayList<>(List.of(again.begin()));
      for (var signal : told) effects.add(again.on(signal));
      assertThat(effects.toString()).isEqualTo(first.effects.toString());
      assertThat(again.takeNews()).isEqualTo(first.news);
      assertThat(again.view().allocations()).isEqualTo(first.machine.view().allocations());
      assertThat(again.view().status()).isEqualTo(first.machine.view().status());
    }
  }

  private record Life(
      DeploymentMachine machine, List<List<Effect>> effects, List<DeploymentEvent> news) {}

  private Life live(Ensemble ensemble, List<Signal> told) {
    var machine = new DeploymentMachine(Given.ID, ensemble, PlacementPolicy.SPREAD, Given.T0);
    var effects = new ArrayList<List<Effect>>();
    possible.clear();
    now = Given.T0;
    effects.add(machine.begin());
    offer(effects.getLast(), ensemble);
    for (int step = 0; step < 60 && !possible.isEmpty(); step++) {
      var signal = possible.get(chance.nextInt(possible.size()));
      if (chance.nextInt(4) > 0) possible.remove(signal); // else it will come again
      told.add(signal);
      boolean ended = machine.view().status().ended();
      effects.add(machine.on(signal));
      Recalled.sameAs(machine);
      if (ended) assertThat(effects.getLast()).as("after the end").isEmpty();
      offer(effects.getLast(), ensemble);
    }
    check(machine, effects);
    return new Life(machine, effects, machine.takeNews());
  }

  private static void check(DeploymentMachine machine, List<List<Effect>> effects) {
    var all = effects.stream().flatMap(List::stream).toList();
    long finishes = all.stream().filter(Effect.Finish.class::isInstance).count();
    assertThat(finishes).isEqualTo(machine.view().status().ended() ? 1 : 0);
    var leases = new HashSet<LeaseId>();
    var started = new HashSet<String>();
    for (var effect : all) {
      if (effect instanceof Effect.Commit commit)
        assertThat(leases.add(commit.request().lease())).as("a lease is used once").isTrue();
      if (effect instanceof Effect.Start start)
        assertThat(started.add(start.id() + "#" + start.attempt() + "#" + start.request().run()))
            .as("started once")
            .isTrue();
      if (effect instanceof Effect.Revert revert)
        assertThat(leases).containsAll(revert.request().leases());
    }
  }

  /** Whatever could answer these effects, well or badly; and what people and time may do. */
  private void offer(List<Effect> effects, Ensemble ensemble) {
    for (var effect : effects) {
      switch (effect) {
        case Effect.CollectBids collect ->
            may(new Signal.BidsClosed(tick(), collect.attempt(), bids(ensemble)));
        case Effect.MeasureLinks measure ->
            may(new Signal.LinksMeasured(tick(), measure.attempt(), Map.of()));
        case Effect.Commit commit ->
            may(
                new Signal.CommitAnswered(
                    tick(), commit.attempt(), commit.request().allocation(), well(), Map.of()));
        case Effect.Allocate allocate -> {
          var handles = new HashMap<AllocationName, Handle>();
          allocate.request().allocations().keySet().forEach(a -> handles.put(a, Given.A));
          may(
              new Signal.AllocateAnswered(
                  tick(), allocate.attempt(), allocate.request().node(), well(), handles));
        }
        case Effect.Start start -> {
          may(
              new Signal.StartAnswered(
                  tick(), start.attempt(), start.id(), start.request().run(), well()));
          var lease = Requests.lease(start.id(), start.attempt());
          may(
              new Signal.AllocationEnded(
                  tick(),
                  new TaskTermination(
                      start.id(),
                      AllocationStatus.COMPLETED,
                      chance.nextInt(2),
                      false,
                      "",
                      Optional.of(lease))));
        }
        case Effect.Revert revert ->
            may(
                new Signal.RevertAnswered(
                    tick(), revert.attempt(), revert.node(), chance.nextInt(5) > 0));
        case Effect.ShutDown shutDown ->
            may(
                new Signal.ShutdownAnswered(
                    tick(),
                    shutDown.request().allocation(),
                    shutDown.request().lease().orElseThrow(),
                    chance.nextInt(5) > 0));
        case Effect.RetryAfter retry -> may(new Signal.RetryDue(tick(), retry.attempt()));
        case Effect.RegisterHealthCheck _,
            Effect.CheckHealth _,
            Effect.TrustProvider _,
            Effect.RoomCame _,
            Effect.AskState _,
            Effect.BeatAfter _,
            Effect.WakeAfter _,
            Effect.HaveNothing _,
            Effect.Finish _ -> {}
      }
    }
    if (chance.nextInt(40) == 0) may(new Signal.ShutdownAsked(tick()));
    if (chance.nextInt(40) == 0) may(new Signal.PatienceOver(tick()));
  }

  private void may(Signal signal) {
    possible.add(signal);
  }

  private Instant tick() {
    now = now.plusMillis(1 + chance.nextInt(1000));
    return now;
  }

  private Optional<String> well() {
    return chance.nextInt(5) == 0 ? Optional.of("it failed") : Optional.empty();
  }

  private BidRound bids(Ensemble ensemble) {
    return switch (chance.nextInt(4)) {
      case 0 -> Given.round(2, ensemble, Given.offer(Given.A, chance.nextInt(3)));
      case 1 -> Given.round(1, ensemble);
      default ->
          Given.round(
              ensemble,
              Given.offer(Given.A, chance.nextInt(3)),
              Given.offer(Given.B, chance.nextInt(3)));
    };
  }
}
