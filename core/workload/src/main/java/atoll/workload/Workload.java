package atoll.workload;

import atoll.kernel.AllocationId;
import atoll.kernel.AllocationType;
import atoll.kernel.Resources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything an executor needs to run one thing.
 *
 * @param limits ceilings that the runtime must hold it to; the GPUs it may see
 * @param directory its own folder on this machine: captured output, volume of its own, scripts;
 *     made by the caller, mode 0700
 * @param provision run inside, in this order, before the program; a failing one ends the start
 * @param deadline longest life; past it the workload is killed with {@link Exit.Cause#DEADLINE}
 * @param name by which the machine's own tools are to know it; without one they know it by a name
 *     that the executor makes. What others made under that name is used as it is, and stays when
 *     the run is removed
 */
public record Workload(
    AllocationId allocation,
    AllocationType type,
    Program program,
    Resources limits,
    Path directory,
    List<ProvisionScript> provision,
    List<KeyFile> keys,
    List<Mount> mounts,
    List<PortBinding> ports,
    Optional<Duration> deadline,
    Optional<LocalName> name) {

  public Workload {
    provision = List.copyOf(provision);
    keys = List.copyOf(keys);
    mounts = List.copyOf(mounts);
    ports = List.copyOf(ports);
  }

  /** The same with a name. */
  public Workload named(LocalName other) {
    return new Workload(
        allocation,
        type,
        program,
        limits,
        directory,
        provision,
        keys,
        mounts,
        ports,
        deadline,
        Optional.of(other));
  }

  /** A script and the name that errors call it by. */
  public record ProvisionScript(String name, byte[] contents) {}

  /** A public key that is written to {@code destination}, an absolute path inside the workload. */
  public record KeyFile(String type, byte[] contents, String destination) {}

  /** A folder of this machine, seen inside the workload at {@code destination}. */
  public record Mount(Path source, String destination, boolean readOnly) {}

  /** A TCP port of the workload, reachable at {@code address}:{@code hostPort} of this machine. */
  public record PortBinding(String address, int hostPort, int workloadPort) {}
}
