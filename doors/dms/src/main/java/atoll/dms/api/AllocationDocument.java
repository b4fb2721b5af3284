package atoll.dms.api;

import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.kernel.ExecutorKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One allocation of a deployment as it stands at one moment.
 *
 * @param name within its deployment: {@code <node>.<allocation>}
 * @param id everywhere: {@code <ensemble>_<node>.<allocation>}
 * @param provider the peer id of the provider, once it is placed
 * @param exitCode the workload's own code, once it ended by itself; 137 or 124 if it was ended by
 *     force
 * @param reason why it failed or was stopped, for people
 * @param healthy what its health check says, if it has one that has answered
 */
public record AllocationDocument(
    String name,
    String id,
    AllocationType type,
    ExecutorKind executor,
    AllocationStatus status,
    Optional<String> provider,
    List<PortDocument> ports,
    Optional<Instant> startedAt,
    OptionalInt exitCode,
    Optional<String> reason,
    Optional<Boolean> healthy) {}
