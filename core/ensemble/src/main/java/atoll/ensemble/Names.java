package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import atoll.kernel.DnsLabel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Mappings whose names are the user's: allocations, nodes, scripts, keys, labels. */
final class Names {
  /** Also safe as the name of a file. */
  private static final Pattern FILE_SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Names() {}

  /** Allocations and nodes: DNS labels, unique without case (DMS §6.9). */
  static SequencedMap<String, Value> labels(Value map, String hint) {
    return read(
        map,
        DnsLabel::isValid,
        "is not a DNS label",
        "1 to 63 letters, digits and inner hyphens",
        true,
        hint);
  }

  /** Scripts, keys, contracts, named resources and volumes. */
  static SequencedMap<String, Value> plain(Value map) {
    return read(
        map,
        n -> FILE_SAFE.matcher(n).matches(),
        "is not a name",
        "letters, digits, dots, hyphens and underscores, a letter or digit first",
        true,
        "");
  }

  /** Environment variables (DMS §6.3). */
  static SequencedMap<String, Value> variables(Value map) {
    return read(
        map,
        Names::isVariable,
        "is not the name of a variable",
        "letters, digits and underscores, no digit first",
        false,
        "");
  }

  /** Labels of one's own choice. */
  static SequencedMap<String, Value> free(Value map) {
    return read(map, n -> !n.isBlank(), "is blank", "", false, "");
  }

  static boolean isVariable(String text) {
    return VARIABLE.matcher(text).matches();
  }

  private static SequencedMap<String, Value> read(
      Value map,
      Predicate<String> valid,
      String complaint,
      String rule,
      boolean anyCase,
      String hint) {
    var named = new LinkedHashMap<String, Value>();
    if (!(map.tree() instanceof Tree.Mapping mapping)) {
      map.problem(Code.WRONG_TYPE, "is " + map.kind() + ", not a mapping of names", hint);
      return named;
    }
    if (mapping.members().size() > Limits.NAMES) {
      map.problem(Code.TOO_MANY, "has more than " + Limits.NAMES + " names", "");
      return named;
    }
    Map<String, Tree.Member> first = new HashMap<>();
    for (var member : mapping.members()) {
      var path = (map.path().isEmpty() ? "" : map.path() + ".") + Said.plain(member.name());
      var problems = map.reading().problems();
      var earlier =
          first.putIfAbsent(
              anyCase ? member.name().toLowerCase(Locale.ROOT) : member.name(), member);
      if (earlier != null)
        problems.add(
            member.at(),
            path,
            Code.DUPLICATE,
            "differs only in case from "
                + Said.quote(earlier.name())
                + (earlier.at().line() > 0 ? " on line " + earlier.at().line() : ""),
            "give it a name of its own");
      else if (!valid.test(member.name()))
        problems.add(
            member.at(), path, Code.BAD_NAME, Said.quote(member.name()) + " " + complaint, rule);
      named.put(member.name(), new Value(map.reading(), path, member.at(), member.value()));
    }
    return named;
  }
}
