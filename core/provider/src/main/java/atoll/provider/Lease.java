package atoll.provider;

import atoll.identity.Did;
import atoll.kernel.AllocationId;
import atoll.kernel.LeaseId;
import atoll.kernel.Resources;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.protocol.ResourceWire;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A part of this machine that is somebody's until an instant: held, or stood on by what was made of
 * the hold.
 *
 * @param epoch of the deployment that took it; 0 from peers that know no epochs
 */
record Lease(
    AllocationId allocation,
    LeaseId id,
    Did owner,
    long epoch,
    Resources part,
    List<PortLedger.Mapping> ports,
    Instant until) {
  Lease {
    ports = List.copyOf(ports);
    if (epoch < 0) throw new IllegalArgumentException("an epoch is negative: " + epoch);
  }

  Lease until(Instant later) {
    return new Lease(allocation, id, owner, epoch, part, ports, later);
  }

  Lease with(List<PortLedger.Mapping> mappings) {
    return new Lease(allocation, id, owner, epoch, part, mappings, until);
  }

  boolean isOver(Instant now) {
    return !now.isBefore(until);
  }

  void write(CanonicalJson out) {
    out.beginObject()
        .name("allocation")
        .value(allocation.value())
        .name("id")
        .value(id.value())
        .name("owner")
        .value(owner.uri())
        .name("epoch")
        .value(epoch);
    ResourceWire.write(out.name("part"), part);
    out.name("ports").beginArray();
    for (var port : ports)
      out.beginArray().value((long) port.publicPort()).value((long) port.privatePort()).endArray();
    out.endArray().name("until").value(until.toEpochMilli()).endObject();
  }

  static Lease read(Fields fields) {
    return new Lease(
        AllocationId.parse(fields.text("allocation")),
        new LeaseId(fields.text("id")),
        Did.parse(fields.text("owner")),
        fields.integer("epoch"),
        ResourceWire.resources(fields.object("part")),
        fields.list("ports", Lease::port),
        Instant.ofEpochMilli(fields.integer("until")));
  }

  private static PortLedger.Mapping port(JsonNode pair) {
    if (!pair.isArray() || pair.size() != 2)
      throw new MalformedJsonException("a port is a pair of numbers");
    return new PortLedger.Mapping(pair.get(0).asInt(-1), pair.get(1).asInt(-1));
  }
}
