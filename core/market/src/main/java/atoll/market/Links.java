package atoll.market;

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
    var known = Map.copyOf(measured);
    return (source, target) -> Optional.ofNullable(known.get(new Link(source, target)));
  }
}
