package atoll.dms.api;

import java.util.List;
import java.util.Optional;

/**
 * Where a node of the ensemble would go.
 *
 * @param provider peer id
 * @param holds what it would hold there
 */
public record PlacementDocument(
    String node,
    String provider,
    Optional<String> location,
    List<String> allocations,
    ResourcesDocument holds) {}
