package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import atoll.kernel.NodeName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Edge constraints (DMS §6.5): RTT in milliseconds, BW in kilobits per second. */
final class EdgeReader {
  private static final String EXAMPLE = "{S: n1, T: n2, RTT: 50, BW: 10 Mbit/s}";

  private final Set<String> nodes;

  EdgeReader(Set<String> nodes) {
    this.nodes = nodes;
  }

  List<EdgeConstraint> read(Value value) {
    var edges = new ArrayList<EdgeConstraint>();
    var pairs = new HashSet<List<NodeName>>();
    for (var item : value.items("edge_constraints: [" + EXAMPLE + "]"))
      edge(item)
          .ifPresent(edge -> {
            edges.add(edge);
            if (!pairs.add(List.of(edge.source(), edge.target())))
              item.problem(
                  Code.DUPLICATE,
                  "the edge from " + edge.source() + " to " + edge.target() + " is given twice",
                  "put both bounds on one");
          });
    return edges;
  }

  private Optional<EdgeConstraint> edge(Value item) {
    var members = item.members("a mapping", EXAMPLE);
    var source = members.require("S", "S: n1");
    var target = members.require("T", "T: n2");
    var rtt = members.find("RTT");
    var bandwidth = members.find("BW");
    if (item.reading().ofFile() && item.isMapping() && rtt.isEmpty() && bandwidth.isEmpty())
      item.problem(Code.MISSING, "bounds neither RTT nor BW", EXAMPLE);
    var bounds =
        List.of(
            rtt.map(EdgeReader::millis).orElse(OptionalLong.empty()),
            bandwidth.map(EdgeReader::kilobits).orElse(OptionalLong.empty()));
    members.refuseOthers();
    var from = source.flatMap(s -> References.node(s, nodes));
    var to = target.flatMap(t -> References.node(t, nodes));
    if (from.isEmpty() || to.isEmpty()) return Optional.empty();
    if (from.equals(to))
      target.get().problem(Code.MISMATCH, "an edge leads from a node to itself", "S and T differ");
    return Optional.of(new EdgeConstraint(from.get(), to.get(), bounds.getFirst(), bounds.get(1)));
  }

  private static OptionalLong millis(Value value) {
    var text = value.text();
    var millis =
        Units.amount(text)
            .filter(Units.Amount::bare)
            .map(Units.Amount::number)
            .or(() ->
                GoDuration.parse(text.replace(" ", ""))
                    .map(d -> BigDecimal.valueOf(d.toNanos(), 6)));
    return bound(value, millis, "is not a round trip time", "RTT: 50 is 50 ms");
  }

  private static OptionalLong kilobits(Value value) {
    return bound(
        value,
        Units.amount(value.text()).flatMap(Units.Amount::kilobitsPerSecond),
        "is not a bandwidth",
        "BW: 10000 is 10 Mbit/s; a bare number is in kbit/s");
  }

  /** On the wire 0 is Go's way of saying nothing. */
  private static OptionalLong bound(
      Value value, Optional<BigDecimal> number, String complaint, String hint) {
    if (number.isEmpty()) {
      if (value.isScalar() && !value.isNull())
        value.problem(Code.BAD_QUANTITY, Said.quote(value.text()) + " " + complaint, hint);
      return OptionalLong.empty();
    }
    if (number.get().signum() == 0 && !value.reading().ofFile()) return OptionalLong.empty();
    var stripped = number.get().stripTrailingZeros();
    if (stripped.signum() <= 0
        || stripped.scale() > 0
        || stripped.compareTo(BigDecimal.valueOf(1_000_000_000_000L)) > 0) {
      value.problem(Code.OUT_OF_RANGE, "must be a whole number, more than 0", hint);
      return OptionalLong.empty();
    }
    return OptionalLong.of(stripped.longValueExact());
  }
}
