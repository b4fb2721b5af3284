package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import atoll.kernel.AllocationName;
import atoll.kernel.DnsLabel;
import atoll.kernel.NodeName;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Names that must be those of something else in the same ensemble, case included. */
final class References {
  private References() {}

  static Optional<AllocationName> allocation(Value item, Collection<String> names) {
    return known(item, names, "allocation").filter(DnsLabel::isValid).map(AllocationName::new);
  }

  static Optional<NodeName> node(Value item, Collection<String> names) {
    return known(item, names, "node").filter(DnsLabel::isValid).map(NodeName::new);
  }

  /** A name of a script or key. */
  static Optional<String> known(Value item, Collection<String> names, String what) {
    var name = item.word();
    if (name.isEmpty()) return Optional.empty();
    if (names.contains(name)) return Optional.of(name);
    var meant = item.reading().didYouMean(name, names);
    item.problem(
        Code.UNKNOWN_NAME,
        "there is no " + what + " " + Said.quote(name),
        !meant.isEmpty()
            ? meant
            : names.isEmpty()
                ? "the ensemble has none"
                : "there is "
                    + String.join(", ", names.stream().limit(10).map(Said::plain).toList()));
    return Optional.empty();
  }

  /** What a name stands for in the top-level {@code section}; the name itself if for nothing. */
  static Value named(Value item, Map<String, Value> definitions, String section) {
    var name = item.word();
    if (name.isEmpty()) return item;
    var definition = definitions.get(name);
    if (definition != null) return definition;
    item.problem(
        Code.UNKNOWN_NAME,
        "there is no " + Said.quote(name) + " in the top-level " + section,
        item.reading().didYouMean(name, definitions.keySet()));
    return item;
  }
}
