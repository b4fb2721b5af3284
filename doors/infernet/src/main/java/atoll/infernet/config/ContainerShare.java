package atoll.infernet.config;

import atoll.kernel.Cpu;
import atoll.kernel.Memory;
import java.util.Optional;

/** What a managed container may take of the machine; of what is empty, all of it. */
public record ContainerShare(Optional<Memory> memory, Optional<Cpu> cpus) {
  /** All of the machine. */
  public static final ContainerShare ALL = new ContainerShare(Optional.empty(), Optional.empty());
}
