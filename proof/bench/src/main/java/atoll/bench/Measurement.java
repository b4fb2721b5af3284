package atoll.bench;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came out for one target.
 *
 * @param samples in the target's unit; the median is the value
 * @param peer something raw that was measured in the same run, so that a noisy machine can be told
 *     from a slow program
 * @param facts further numbers that the value should be read with
 */
public record Measurement(Target target, Samples samples, Optional<Peer> peer, List<Fact> facts) {
  private static final MathContext DIGITS = new MathContext(4);
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * @param samples in the target's unit
   */
  public record Peer(String what, Samples samples) {}

  /** A number by its name. */
  public record Fact(String name, double value) {}

  public Measurement {
    facts = List.copyOf(facts);
  }

  public static Measurement of(String target, Samples samples) {
    return new Measurement(Target.named(target), samples, Optional.empty(), List.of());
  }

  public Measurement beside(String what, Samples raw) {
    return new Measurement(target, samples, Optional.of(new Peer(what, raw)), facts);
  }

  public Measurement with(String name, double value) {
    var more = new ArrayList<>(facts);
    more.add(new Fact(name, value));
    return new Measurement(target, samples, peer, more);
  }

  /** One JSON object, without a line feed; numbers have four digits. */
  public String json() {
    var line = JSON.createObjectNode();
    line.put("bench", target.name()).put("unit", target.unit());
    put(line, "value", samples.median());
    line.put("n", samples.count());
    put(line, "min", samples.min());
    put(line, "max", samples.max());
    facts.forEach(fact -> put(line, fact.name(), fact.value()));
    put(line, target.bound() == Target.Bound.AT_MOST ? "at_most" : "at_least", target.figure());
    line.put("reached", target.isReachedBy(samples.median()));
    peer.ifPresent(raw -> {
      line.put("peer", raw.what());
      put(line, "peer_value", raw.samples().median());
      put(line, "ratio", samples.median() / raw.samples().median());
    });
    put(line, "load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    return line.toString();
  }

  private static void put(ObjectNode line, String name, double value) {
    var rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    line.put(name, rounded.scale() < 0 ? rounded.setScale(0) : rounded);
  }
}
