package atoll.protocol;

import atoll.kernel.AllocationId;
import atoll.kernel.AllocationName;
import atoll.kernel.EnsembleId;
import atoll.kernel.LeaseId;
import atoll.kernel.NodeName;
import atoll.kernel.ResourceDemand;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a provider to hold what one allocation needs (DMS §4.6). Ours beside it: the lease, which
 * makes asking again harmless, until when it is held, and dynamic ports, which the original's map
 * cannot say twice.
 *
 * @param epoch of the deployment ({@link Epochs})
 */
public record CommitRequest(
    AllocationId allocation,
    ResourceDemand resources,
    List<PortWish> ports,
    LeaseId lease,
    Instant until,
    long epoch) {
  public CommitRequest {
    ports = List.copyOf(ports);
    Epochs.require(epoch);
  }

  public CommitRequest(
      AllocationId allocation,
      ResourceDemand resources,
      List<PortWish> ports,
      LeaseId lease,
      Instant until) {
    this(allocation, resources, ports, lease, until, Epochs.NONE);
  }

  /** A public port (0: any) and the port of the workload behind it. */
  public record PortWish(int publicPort, int privatePort) {}

  public byte[] toJson() {
    var out = new CanonicalJson().beginObject();
    out.name("EnsembleID").value(allocation.ensemble().value());
    out.name("AllocationName")
        .value(allocation.value())
        .name("NodeID")
        .value(allocation.node().value());
    ResourceWire.write(out.name("Resources"), resources);
    out.name("PortMapping").beginObject();
    for (var port : ports)
      if (port.publicPort() != 0)
        out.name(Integer.toString(port.publicPort())).value(port.privatePort());
    out.endObject().name("DynamicPorts").beginArray();
    for (var port : ports) if (port.publicPort() == 0) out.value((long) port.privatePort());
    out.endArray().name("LeaseID").value(lease.value()).name("Until").value(until.toEpochMilli());
    return Epochs.write(out, epoch).endObject().toBytes();
  }

  /**
   * Reads a request. A v0.5 peer names neither lease nor instant: its lease is named after the
   * allocation, and held for 60 s.
   *
   * @throws MalformedJsonException if the bytes are no such request
   */
  public static CommitRequest parse(byte[] json, Instant now) {
    var fields = Fields.of(StrictJson.MESSAGE.read(json));
    try {
      var id =
          allocation(
              new EnsembleId(fields.text("EnsembleID")),
              fields.text("NodeID"),
              fields.text("AllocationName"));
      var ports = new ArrayList<PortWish>();
      fields
          .map("PortMapping")
          .forEach((open, inside) ->
              ports.add(
                  new PortWish(
                      Ports.require(Integer.parseInt(open)), Ports.require(inside.asInt(-1)))));
      fields.list(
          "DynamicPorts", inside -> ports.add(new PortWish(0, Ports.require(inside.asInt(-1)))));
      return new CommitRequest(
          id,
          ResourceWire.demand(fields.object("Resources")),
          ports,
          fields.optionalText("LeaseID").map(LeaseId::new).orElseGet(() -> new LeaseId(id.value())),
          fields.optionalInteger("Until").map(Instant::ofEpochMilli).orElse(now.plusSeconds(60)),
          Epochs.read(fields));
    } catch (IllegalArgumentException e) {
      throw new MalformedJsonException("commit: " + e.getMessage());
    }
  }

  /** The name is the full id in later builds, the bare or the manifest name before (DMS §4.6). */
  static AllocationId allocation(EnsembleId ensemble, String node, String name) {
    if (name.indexOf('_') > 0) return AllocationId.parse(name);
    return new AllocationId(
        ensemble, new NodeName(node), new AllocationName(name.substring(name.indexOf('.') + 1)));
  }
}
