package atoll.simulation.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ways between hosts, as the seed has them: far or near, lossy, repeating, cut. */
final class Weather implements Fate {
  private static final Duration NEAR = Duration.ofMillis(1);
  private static final Duration FAR = Duration.ofMillis(60);
  private static final Duration LATE = Duration.ofSeconds(3);
  private static final double JITTER = 0.3;

  private final Chance chance;
  private final Tally tally;
  private final Map<Way, Duration> ways = new HashMap<>();
  private final Set<Way> cut = new LinkedHashSet<>();
  private double loss;
  private double repetition;
  private double lateness;

  /** From one host to another. */
  record Way(String from, String to) {}

  Weather(Chance chance, Tally tally) {
    this.chance = chance;
    this.tally = tally;
  }

  void worsen(double lossRate, double repetitionRate, double latenessRate) {
    loss = lossRate;
    repetition = repetitionRate;
    lateness = latenessRate;
  }

  void cut(Set<Way> which) {
    cut.addAll(which);
  }

  void mend(Set<Way> which) {
    cut.removeAll(which);
  }

  void heal() {
    cut.clear();
    worsen(0, 0, 0);
  }

  boolean isCut(String from, String to) {
    return !cut.isEmpty() && cut.contains(new Way(from, to));
  }

  /** One way, undisturbed. */
  Duration usual(String from, String to) {
    var way = from.compareTo(to) < 0 ? new Way(from, to) : new Way(to, from);
    return ways.computeIfAbsent(way, _ -> chance.between(NEAR, FAR));
  }

  @Override
  public List<Arrival> of(Parcel parcel) {
    if (isCut(parcel.from(), parcel.to())) return List.of();
    if (chance.happens(loss)) {
      tally.count(FaultKind.MESSAGE_LOST);
      return List.of();
    }
    var arrivals = new ArrayList<Arrival>(2);
    arrivals.add(arrival(parcel));
    if (chance.happens(repetition)) {
      tally.count(FaultKind.MESSAGE_REPEATED);
      arrivals.add(new Arrival(arrival(parcel).after().plus(someTime()), parcel.bytes()));
    }
    return arrivals;
  }

  private Arrival arrival(Parcel parcel) {
    var usual = usual(parcel.from(), parcel.to());
    var after = usual.plusNanos((long) (usual.toNanos() * JITTER * chance.random().nextDouble()));
    if (chance.happens(lateness)) {
      tally.count(FaultKind.MESSAGE_LATE);
      after = after.plus(someTime());
    }
    return new Arrival(after, parcel.bytes());
  }

  private Duration someTime() {
    return chance.between(Duration.ZERO, LATE);
  }
}
