package atoll.capability;

import java.util.ArrayList;
import java.util.List;

/** Keeps lists of tokens free of those that add nothing. */
final class Subsumption {
  private Subsumption() {}

  /** The tokens of both lists, less those that a later one or an earlier one subsumes. */
  static List<TokenChain> merge(List<TokenChain> tokens, List<TokenChain> added) {
    var merged = new ArrayList<>(tokens);
    for (var token : added) {
      if (merged.stream().anyMatch(kept -> kept.subsumes(token))) continue;
      merged.removeIf(token::subsumes);
      merged.add(token);
    }
    return List.copyOf(merged);
  }
}
