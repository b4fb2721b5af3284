package atoll.simulation.world;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a world goes through before it heals. Within it, the seed decides everything. */
public enum Scenario {
  /** Nothing fails; only messages take their time. */
  CALM("nothing fails; ways are long, turns are anyone's", 0, 0, 0, Map.of()),

  /** Messages are lost, repeated, late; ways are cut, also one way only. */
  NETWORK(
      "messages are lost, repeated, late; ways are cut, also one way",
      0.08,
      0.07,
      0,
      Map.of(FaultKind.PARTITION, 3, FaultKind.ONE_WAY_PARTITION, 3, FaultKind.PAUSE, 1)),

  /** Only machines that lend are troubled. */
  LENDERS(
      "only machines that lend end, within steps too; their disks fail and fill up",
      0.03,
      0.02,
      0.01,
      Map.of(FaultKind.PROVIDER_CRASH, 2, FaultKind.CRASH_IN_A_STEP, 4, FaultKind.DISK_FULL, 1)),

  /** Only machines that deploy are troubled. */
  DEPLOYERS(
      "only machines that deploy end, within steps too; their disks fail and fill up",
      0.03,
      0.02,
      0.01,
      Map.of(
          FaultKind.ORCHESTRATOR_CRASH, 2, FaultKind.CRASH_IN_A_STEP, 4, FaultKind.DISK_FULL, 1)),

  /** Processes end between steps and within them. */
  CRASHES(
      "processes end at any step, and within one; children end with them",
      0.04,
      0.03,
      0,
      Map.of(
          FaultKind.ORCHESTRATOR_CRASH, 2,
          FaultKind.PROVIDER_CRASH, 3,
          FaultKind.CRASH_IN_A_STEP, 4)),

  /** Disks fail and fill up. */
  DISKS(
      "writes fail, disks fill up, processes end in between",
      0.03,
      0.03,
      0.05,
      Map.of(FaultKind.DISK_FULL, 3, FaultKind.CRASH_IN_A_STEP, 2)),

  /** Clocks are set by up to ten minutes. */
  CLOCKS(
      "clocks are set back and forth by up to ten minutes",
      0.04,
      0.03,
      0,
      Map.of(FaultKind.CLOCK_SET, 3, FaultKind.PAUSE, 2, FaultKind.PROVIDER_CRASH, 1)),

  /** Machines lose their power, some for good; workloads die. */
  DEATHS(
      "machines lose their power, some for good; workloads die",
      0.03,
      0.02,
      0,
      Map.of(FaultKind.MACHINE_LOST, 3, FaultKind.WORKLOAD_DIED, 3)),

  /** Machines go for good, others have room, and nothing else is wrong. */
  LOSSES(
      "machines go for good, others have room, nothing else is wrong; replacements are timed",
      0,
      0,
      0,
      Map.of(FaultKind.MACHINE_LOST, 1)),

  /** All of it at once. */
  STORM(
      "all of that at once",
      0.05,
      0.04,
      0.02,
      Map.of(
          FaultKind.PARTITION, 2,
          FaultKind.ONE_WAY_PARTITION, 2,
          FaultKind.PAUSE, 2,
          FaultKind.ORCHESTRATOR_CRASH, 1,
          FaultKind.PROVIDER_CRASH, 2,
          FaultKind.CRASH_IN_A_STEP, 3,
          FaultKind.CLOCK_SET, 2,
          FaultKind.DISK_FULL, 1,
          FaultKind.MACHINE_LOST, 1,
          FaultKind.WORKLOAD_DIED, 2));

  /** How long the faults go on. */
  static final Duration TROUBLE = Duration.ofSeconds(50);

  private static final int ROOM_FOR_ALL = 64;

  private final String about;
  private final double loss;
  private final double repetition;
  private final double diskFailures;
  private final Map<FaultKind, Integer> weights;

  Scenario(
      String about,
      double loss,
      double repetition,
      double diskFailures,
      Map<FaultKind, Integer> weights) {
    this.about = about;
    this.loss = loss;
    this.repetition = repetition;
    this.diskFailures = diskFailures;
    this.weights = weights;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String about() {
    return about;
  }

  /** Whether a host of this kind may end, or have a bad disk. */
  boolean troubles(Host host) {
    return switch (this) {
      case LENDERS -> host instanceof ProviderHost;
      case DEPLOYERS -> host instanceof OrchestratorHost;
      case CALM, NETWORK, CRASHES, DISKS, CLOCKS, DEATHS, LOSSES, STORM -> true;
    };
  }

  /** How many cores a machine lends: mostly too few for all that is asked. */
  int cores(Chance chance) {
    return this == LOSSES ? ROOM_FOR_ALL : chance.between(1, 4);
  }

  double loss() {
    return loss;
  }

  double repetition() {
    return repetition;
  }

  double diskFailures() {
    return diskFailures;
  }

  boolean isTroubled() {
    return !weights.isEmpty();
  }

  /** One of its faults, each as often as its weight says. */
  FaultKind draw(Chance chance) {
    int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
    int drawn = chance.below(sum);
    for (var kind : FaultKind.values()) {
      drawn -= weights.getOrDefault(kind, 0);
      if (drawn < 0) return kind;
    }
    throw new AssertionError("a draw lies within the sum of the weights");
  }

  public static Optional<Scenario> parse(String text) {
    return Arrays.stream(values()).filter(s -> s.text().equals(text)).findFirst();
  }

  /** The scenario of a seed for which none was named. */
  public static Scenario of(long seed) {
    return List.of(values()).get((int) Math.floorMod(seed, (long) values().length));
  }
}
