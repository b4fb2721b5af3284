package atoll.market;

import atoll.kernel.Resources;
import atoll.market.Reason.NoSuchGpu;
import atoll.market.Reason.NotEnoughCpu;
import atoll.market.Reason.NotEnoughDisk;
import atoll.market.Reason.NotEnoughMemory;
import atoll.market.Reason.PortTaken;
import atoll.market.Reason.TooFewPorts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one provider has left while nodes are put on it: amounts and ports.
 *
 * @param taken ports that are reserved, as the offer said or by nodes put here
 * @param freePorts how many ports of the range can still be promised
 * @param nodes how many nodes were put here
 */
record Room(Offer offer, Resources free, Set<Integer> taken, int freePorts, int nodes) {

  static Room of(Offer offer) {
    return new Room(offer, offer.free(), offer.ports().taken(), offer.ports().free(), 0);
  }

  boolean fits(Demand demand) {
    var resources = demand.resources();
    return resources.cpu().fitsIn(free.cpu())
        && resources.memory().fitsIn(free.memory())
        && resources.disk().fitsIn(free.disk())
        && hasPortsFor(demand)
        && (resources.gpus().isEmpty() || gpusFit(demand));
  }

  /** Everything that is too little, or nothing if the demand fits. */
  void collect(Demand demand, List<Reason> reasons) {
    if (fits(demand)) return;
    var asked = demand.resources();
    var total = offer.total();
    if (!asked.cpu().fitsIn(free.cpu()))
      reasons.add(new NotEnoughCpu(asked.cpu(), free.cpu(), total.cpu()));
    if (!asked.memory().fitsIn(free.memory()))
      reasons.add(new NotEnoughMemory(asked.memory(), free.memory(), total.memory()));
    if (!asked.disk().fitsIn(free.disk()))
      reasons.add(new NotEnoughDisk(asked.disk(), free.disk(), total.disk()));
    if (!gpusFit(demand)) reasons.add(new NoSuchGpu(asked.gpus(), free.gpus(), total.gpus()));
    for (int port : demand.staticPorts())
      if (taken.contains(port)) reasons.add(new PortTaken(port));
    if (rangePortsOf(demand) > freePorts)
      reasons.add(new TooFewPorts(rangePortsOf(demand), freePorts, offer.ports().size()));
  }

  /** What is left once a demand that fits is put here. */
  Room with(Demand demand) {
    return with(demand, partFor(demand));
  }

  /** The amounts that a demand that fits would take, down to the devices. */
  Resources partFor(Demand demand) {
    return demand.resources().takeFrom(free).orElseThrow();
  }

  Room with(Demand demand, Resources part) {
    return new Room(
        offer, free.minus(part), takenWith(demand), freePorts - rangePortsOf(demand), nodes + 1);
  }

  /** What there is once a demand that was put here, with this part, goes. */
  Room without(Demand demand, Resources part) {
    var fewer = takenWithout(demand);
    var rest = new Room(offer, free.plus(part), fewer, freePorts, nodes - 1);
    return new Room(offer, rest.free, fewer, freePorts + rest.rangePortsOf(demand), nodes - 1);
  }

  private Set<Integer> takenWith(Demand demand) {
    if (demand.staticPorts().isEmpty()) return taken;
    var more = new HashSet<>(taken);
    more.addAll(demand.staticPorts());
    return more;
  }

  private Set<Integer> takenWithout(Demand demand) {
    if (demand.staticPorts().isEmpty()) return taken;
    var fewer = new HashSet<>(taken);
    demand.staticPorts().forEach(fewer::remove);
    return fewer;
  }

  boolean hasPortsFor(Demand demand) {
    if (demand.dynamicPorts() == 0 && demand.staticPorts().isEmpty()) return true;
    for (int port : demand.staticPorts()) if (taken.contains(port)) return false;
    return rangePortsOf(demand) <= freePorts;
  }

  private int rangePortsOf(Demand demand) {
    int ports = demand.dynamicPorts();
    for (int port : demand.staticPorts())
      if (offer.ports().isInRange(port) && !taken.contains(port)) ports++;
    return ports;
  }

  private boolean gpusFit(Demand demand) {
    var gpus = demand.resources().gpus();
    return gpus.isEmpty() || ReasonText.gpusOnly(gpus).takeFrom(free).isPresent();
  }
}
