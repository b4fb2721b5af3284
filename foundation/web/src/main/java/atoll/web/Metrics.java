package atoll.web;

import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * Counters and gauges of this process, and their text for Prometheus (exposition format 0.0.4). Our
 * own: a library for this has twelve jars and a tenth of the start-up that a command line may take.
 * Safe for any thread.
 */
public final class Metrics {
  private static final String PREFIX = "atoll_";

  private final ConcurrentMap<String, Family> families = new ConcurrentSkipListMap<>();

  /**
   * A number that only grows. The same name and labels give the same counter.
   *
   * @param labels names and values in turn; the values must be from a small closed set
   */
  public Counter counter(String name, String help, String... labels) {
    var sample =
        family(name, help, "counter").samples.computeIfAbsent(labelled(labels), _ -> new Counter());
    if (sample instanceof Counter counter) return counter;
    throw new IllegalArgumentException(name + " is a gauge");
  }

  /**
   * A number that is asked for when it is read; a later one of the same name and labels takes its
   * place.
   */
  public void gauge(String name, String help, DoubleSupplier value, String... labels) {
    family(name, help, "gauge").samples.put(labelled(labels), (Gauge) value::getAsDouble);
  }

  /** A number that only grows and is counted elsewhere; otherwise like {@link #gauge}. */
  public void counted(String name, String help, DoubleSupplier value, String... labels) {
    family(name, help, "counter").samples.put(labelled(labels), (Gauge) value::getAsDouble);
  }

  public String text() {
    var out = new StringBuilder();
    families.forEach((name, family) -> {
      out.append("# HELP ").append(name).append(' ').append(family.help).append('\n');
      out.append("# TYPE ").append(name).append(' ').append(family.kind).append('\n');
      family.samples.forEach((labels, sample) ->
          out.append(name).append(labels).append(' ').append(written(sample.value())).append('\n'));
    });
    return out.toString();
  }

  private Family family(String name, String help, String kind) {
    if (!name.matches("[a-z][a-z0-9_]*"))
      throw new IllegalArgumentException("not a metric's name: " + name);
    var family =
        families.computeIfAbsent(
            PREFIX + name, _ -> new Family(help, kind, new ConcurrentSkipListMap<>()));
    if (!family.kind.equals(kind))
      throw new IllegalArgumentException(name + " is a " + family.kind);
    return family;
  }

  private static String labelled(String... labels) {
    if (labels.length == 0) return "";
    var text = new StringBuilder("{");
    for (int i = 0; i < labels.length; i += 2) {
      if (i > 0) text.append(',');
      var value = labels[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
      text.append(labels[i]).append("=\"").append(value).append('"');
    }
    return text.append('}').toString();
  }

  private static String written(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private record Family(String help, String kind, ConcurrentMap<String, Sample> samples) {}

  private sealed interface Sample {
    double value();
  }

  private non-sealed interface Gauge extends Sample {}

  /** A number that only grows. */
  public static final class Counter implements Sample {
    private final LongAdder sum = new LongAdder();

    private Counter() {}

    public void add(long amount) {
      if (amount < 0) throw new IllegalArgumentException("a counter never falls");
      sum.add(amount);
    }

    @Override
    public double value() {
      return sum.sum();
    }
  }
}
