package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/**
 * The entries of one mapping. Each is asked for by the names it may have; what nobody asked for is
 * unknown. Names are compared as {@link Said#key} has it, since builds of the original differ.
 */
final class Members {
  private final Value owner;
  private final Map<String, Entry> byKey = new LinkedHashMap<>();
  private final SequencedSet<String> asked = new LinkedHashSet<>();
  private final Set<String> askedKeys = new HashSet<>();
  private final boolean standIn;

  /** {@code name} as it is written. */
  private record Entry(String name, Value value) {}

  Members(Value owner, List<Tree.Member> members) {
    this(owner, members, false);
  }

  private Members(Value owner, List<Tree.Member> members, boolean standIn) {
    this.owner = owner;
    this.standIn = standIn;
    for (var member : members) {
      var value = new Value(owner.reading(), pathOf(member.name()), member.at(), member.value());
      if (byKey.putIfAbsent(Said.key(member.name()), new Entry(member.name(), value)) != null)
        owner
            .reading()
            .problems()
            .add(
                member.at(),
                pathOf(member.name()),
                Code.DUPLICATE,
                "is given twice, spelled differently",
                "keep one of the two");
    }
  }

  static Members standIn(Value owner) {
    return new Members(owner, List.of(), true);
  }

  /** A member that says something; {@code others} are other names of the same thing. */
  Optional<Value> find(String name, String... others) {
    return findAsWritten(name, others).filter(v -> !v.saysNothing());
  }

  /** A member even if it is null or empty. */
  Optional<Value> findAsWritten(String name, String... others) {
    ask(name);
    var found = Optional.ofNullable(byKey.get(Said.key(name))).map(Entry::value);
    for (var other : others) {
      askedKeys.add(Said.key(other));
      var entry = byKey.get(Said.key(other));
      if (entry == null) continue;
      var also = entry.value();
      if (found.isPresent())
        also.problem(Code.DUPLICATE, "is another name of " + name + ", given too", "keep one");
      else found = Optional.of(also);
    }
    return found;
  }

  /** A member that must be there; what its absence means is told with {@code hint}. */
  Optional<Value> require(String name, String hint, String... others) {
    var found = find(name, others);
    if (found.isEmpty()) missing(name, hint);
    return found;
  }

  void missing(String name, String hint) {
    if (standIn) return;
    owner.reading().problems().add(owner.label(), pathOf(name), Code.MISSING, "is missing", hint);
  }

  /** Refuses, in a file, every member that nobody asked for. */
  void refuseOthers() {
    if (!owner.reading().ofFile()) return;
    byKey.forEach((key, entry) -> {
      if (askedKeys.contains(key)) return;
      var value = entry.value();
      var meant = owner.reading().didYouMean(entry.name(), asked);
      owner
          .reading()
          .problems()
          .add(
              value.label(),
              value.path(),
              Code.UNKNOWN_MEMBER,
              "is not known here",
              meant.isEmpty() ? "known are " + String.join(", ", asked) : meant);
    });
  }

  /** What nobody asked for, as it is written. */
  List<Value> others() {
    return byKey.entrySet().stream()
        .filter(e -> !askedKeys.contains(e.getKey()))
        .map(e -> e.getValue().value())
        .toList();
  }

  private void ask(String name) {
    asked.add(name);
    askedKeys.add(Said.key(name));
  }

  private String pathOf(String name) {
    return (owner.path().isEmpty() ? "" : owner.path() + ".") + Said.plain(name);
  }
}
