package atoll.market;

import atoll.ensemble.EdgeConstraint;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.ExecutorKind;
import atoll.kernel.Gpu;
import atoll.kernel.GpuDemand;
import atoll.kernel.Location;
import atoll.kernel.Memory;
import atoll.kernel.NodeName;
import java.util.List;
import java.util.Set;

/**
 * Why a provider does not host a node. The list is closed; each case holds what was asked for and
 * what there is.
 */
public sealed interface Reason {

  /** Less processor is free than the node needs. */
  record NotEnoughCpu(Cpu asked, Cpu free, Cpu total) implements Reason {}

  /** Less memory is free than the node needs. */
  record NotEnoughMemory(Memory asked, Memory free, Memory total) implements Reason {}

  /** Less disk is free than the node needs. */
  record NotEnoughDisk(Disk asked, Disk free, Disk total) implements Reason {}

  /** The free graphics processors cannot meet all that is asked for. */
  record NoSuchGpu(List<GpuDemand> asked, List<Gpu> free, List<Gpu> total) implements Reason {}

  /** The processor's clock, 0 if it is not known, is below the wanted one; both in hertz. */
  record ClockTooSlow(long askedHertz, long offeredHertz) implements Reason {}

  /** The machine is of another architecture. */
  record ArchitectureDiffers(String asked, String offered) implements Reason {}

  /** The provider cannot run this kind of workload. */
  record ExecutorMissing(ExecutorKind asked, Set<ExecutorKind> offered) implements Reason {}

  /** The provider is where the node must not be. */
  record LocationRejected(Location place, Location rejected) implements Reason {}

  /** The provider is in none of the places where the node may be. */
  record LocationNotAccepted(Location place, List<Location> accepted) implements Reason {}

  /** The node may be in some places only, and the provider does not say enough of its own. */
  record LocationUnknown(Location place, List<Location> accepted) implements Reason {}

  /** Somebody has the public port. */
  record PortTaken(int port) implements Reason {}

  /**
   * Fewer ports of the provider's range are free than the node needs.
   *
   * @param asked dynamic ports, and static ones that are within the range
   * @param size of the range
   */
  record TooFewPorts(int asked, int free, int size) implements Reason {}

  /** The provider runs no privileged containers. */
  record PrivilegedNotAllowed() implements Reason {}

  /** The ensemble names another provider for the node. */
  record NotPinned(ProviderId pinned) implements Reason {}

  /** The ensemble excludes the provider. */
  record Excluded() implements Reason {}

  /** The provider hosts as many nodes of this ensemble as the policy allows. */
  record HostsEnough(int limit) implements Reason {}

  /** It would fit if the ensemble's own {@code others} were not placed there too. */
  record BesideOthers(List<NodeName> others, Reason reason) implements Reason {
    public BesideOthers {
      others = List.copyOf(others);
    }
  }

  /** Even light takes longer than the edge allows. */
  record EdgeTooFar(EdgeConstraint edge, Link link, double kilometres, double leastMillis)
      implements Reason {}

  /** The round trip was measured, and is longer than the edge allows. */
  record EdgeTooSlow(EdgeConstraint edge, Link link, double measuredMillis) implements Reason {}

  /** The throughput was measured, and is lower than the edge needs. */
  record EdgeTooNarrow(EdgeConstraint edge, Link link, long measuredKbps) implements Reason {}

  /**
   * It would do, and another is better.
   *
   * @param difference by how much the placement's score would fall if the node were moved here
   */
  record Outscored(ProviderId by, double difference) implements Reason {}

  /** Nothing was heard from the provider in time. */
  record NoAnswer() implements Reason {}

  /** The provider answered that it lends nothing. */
  record NotOnboarded() implements Reason {}

  /** The provider said no, for a reason of its own that may or may not pass. */
  record Declined(String text, boolean mayPass) implements Reason {}

  /** Stays the same for ever. */
  default String code() {
    return ReasonText.code(this);
  }

  /** For people; begins in lower case and has no full stop. */
  default String sentence() {
    return ReasonText.sentence(this);
  }

  default Nature nature() {
    return ReasonText.nature(this);
  }

  /** What waiting can do about it. */
  enum Nature {
    /** The machine could do it, and has no room now. */
    BUSY,
    /** Not while the ensemble and the machine are what they are. */
    IMPOSSIBLE,
    /** Nothing is wrong with it. */
    CHOICE
  }
}
