package atoll.node;

import atoll.kernel.ExecutorKind;
import atoll.kernel.Resources;
import atoll.provider.Machine;
import atoll.provider.PortLedger;
import atoll.provider.ProviderSettings;
import atoll.workload.WorkloadExecutor;
import java.util.Map;
import java.util.function.Function;

/**
 * A provider that is to join a network in this process.
 *
 * @param share what it lends of {@code machine}
 * @param executors made for its peer id; the network closes them
 */
public record ProviderSpec(
    ProviderSettings settings,
    Machine machine,
    Resources share,
    Function<String, Map<ExecutorKind, WorkloadExecutor>> executors,
    PortLedger ports) {}
