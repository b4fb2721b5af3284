package atoll.market;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the links between providers. Asked many times in one search, so answers come
 * from memory, never block, and do not change while a search runs.
 */
@FunctionalInterface
public interface Links {
  /** Nothing was measured. */
  Links NONE = (_, _) -> Optional.empty();

  Optional<LinkEstimate> estimate(ProviderId source, ProviderId target);

  static Links of(Map<Link, LinkEstimate> measured) {
    var bySource = new HashMap<ProviderId, Map<ProviderId, LinkEstimate>>();
    measured.forEach((link, estimate) ->
        bySource.computeIfAbsent(link.source(), _ -> new HashMap<>()).put(link.target(), estimate));
    return (source, target) ->
        Optional.ofNullable(bySource.getOrDefault(source, Map.of()).get(target));
  }
}
