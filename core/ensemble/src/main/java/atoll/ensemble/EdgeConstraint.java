package atoll.ensemble;

import atoll.kernel.NodeName;
import java.util.OptionalLong;

/**
 * A bound on the link from one node to another, checked once, at placement (DMS §6.5).
 *
 * @param rttMillis longest round trip in milliseconds, if bounded
 * @param bandwidthKbps lowest throughput in kilobits per second, if bounded
 */
public record EdgeConstraint(
    NodeName source, NodeName target, OptionalLong rttMillis, OptionalLong bandwidthKbps) {}
