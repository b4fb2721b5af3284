package atoll.ensemble;

import atoll.kernel.AllocationName;
import atoll.kernel.AllocationType;
import atoll.kernel.ExecutorKind;
import atoll.kernel.ResourceDemand;
import java.util.List;
import java.util.Optional;

/**
 * One workload of an ensemble (DMS §6.3).
 *
 * @param provision names of scripts, run in this order before the workload
 * @param dependsOn allocations of the same node that must run (a service) or be done (a task) first
 */
public record AllocationSpec(
    AllocationType type,
    ResourceDemand resources,
    Execution execution,
    String dnsName,
    List<KeyRef> keys,
    List<String> provision,
    Optional<HealthCheck> healthCheck,
    List<VolumeSpec> volumes,
    FailureRecovery failureRecovery,
    List<AllocationName> dependsOn) {

  public AllocationSpec {
    keys = List.copyOf(keys);
    provision = List.copyOf(provision);
    volumes = List.copyOf(volumes);
    dependsOn = List.copyOf(dependsOn);
  }

  public ExecutorKind executor() {
    return execution.kind();
  }

  /** What follows when this allocation fails (DMS §6.3). */
  public enum FailureRecovery {
    STAY_DOWN,
    ONE_FOR_ONE,
    ONE_FOR_ALL,
    REST_FOR_ONE
  }

  /** A key of the ensemble, and where it goes in the workload: {@code type} is ssh or gpg. */
  public record KeyRef(String type, String name, String destination) {
    /** Where an SSH key goes when nothing else is said. */
    public static final String AUTHORIZED_KEYS = "/root/.ssh/authorized_keys";
  }
}
