package atoll.dms.api;

import java.util.List;
import java.util.OptionalLong;

/**
 * Where a node of the ensemble would go.
 *
 * @param provider peer id
 * @param location for people: {@code EU/DE/Berlin}, or {@code unknown}
 * @param allocations by name within the ensemble: {@code <node>.<allocation>}
 * @param holds what it would hold there
 * @param microCreditsPerHour what that would cost, in millionths of a credit; absent if nothing is
 *     asked
 */
public record PlacementDocument(
    String node,
    String provider,
    String location,
    List<String> allocations,
    ResourcesDocument holds,
    OptionalLong microCreditsPerHour) {}
