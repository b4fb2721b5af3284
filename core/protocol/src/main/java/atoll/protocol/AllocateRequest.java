package atoll.protocol;

import atoll.ensemble.AllocationWire;
import atoll.ensemble.Execution;
import atoll.ensemble.VolumeSpec;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationName;
import atoll.kernel.AllocationType;
import atoll.kernel.EnsembleId;
import atoll.kernel.LeaseId;
import atoll.kernel.NodeName;
import atoll.kernel.ResourceDemand;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Asks a provider to make the allocations that it holds capacity for, ready to start (DMS §4.6).
 *
 * @param allocations some or all of the node's
 * @param epoch ours: of the deployment ({@link Epochs})
 */
public record AllocateRequest(
    EnsembleId ensemble,
    NodeName node,
    SequencedMap<AllocationName, Order> allocations,
    long epoch) {
  public AllocateRequest {
    Epochs.require(epoch);
  }

  public AllocateRequest(
      EnsembleId ensemble, NodeName node, SequencedMap<AllocationName, Order> allocations) {
    this(ensemble, node, allocations, Epochs.NONE);
  }

  /**
   * One allocation to make.
   *
   * @param lease ours: the hold that this uses; absent from v0.5 peers
   * @param carried ours: the module to run instead of the empty one in {@code execution}, which is
   *     fetched in pieces
   * @param scripts to run before it, in this order (the original's order is chance, W16)
   * @param kept ours: what it runs on stays held for it after it ended by itself, until its
   *     standing lease ends or it is shut down, since its orchestrator may start it again
   */
  public record Order(
      AllocationType type,
      ResourceDemand resources,
      Execution execution,
      List<NamedScript> scripts,
      List<Key> keys,
      List<VolumeSpec> volumes,
      Optional<LeaseId> lease,
      Optional<CarriedModule> carried,
      boolean kept) {
    public Order {
      scripts = List.copyOf(scripts);
      keys = List.copyOf(keys);
      volumes = List.copyOf(volumes);
    }

    public Order(
        AllocationType type,
        ResourceDemand resources,
        Execution execution,
        List<NamedScript> scripts,
        List<Key> keys,
        List<VolumeSpec> volumes,
        Optional<LeaseId> lease,
        Optional<CarriedModule> carried) {
      this(type, resources, execution, scripts, keys, volumes, lease, carried, false);
    }

    /** The hold that this uses; peers that name none have one for each allocation. */
    public LeaseId leaseOf(AllocationId allocation) {
      return lease.orElseGet(() -> new LeaseId(allocation.value()));
    }
  }

  /** A provision script; {@code name} is what errors call it by. */
  public record NamedScript(String name, byte[] contents) {}

  /** A public key for the workload, and where it goes. */
  public record Key(String type, String contents, String destination) {}

  public byte[] toJson() {
    var out = new CanonicalJson(4096).beginObject();
    out.name("EnsembleID")
        .value(ensemble.value())
        .name("NodeID")
        .value(node.value())
        .name("Allocations")
        .beginObject();
    allocations.forEach((name, order) -> write(out.name(name.value()), order));
    return Epochs.write(out.endObject(), epoch).endObject().toBytes();
  }

  /**
   * @throws MalformedJsonException if the bytes are no such request
   */
  public static AllocateRequest parse(byte[] json) {
    var fields = Fields.of(StrictJson.MESSAGE.read(json));
    try {
      var ensemble = new EnsembleId(fields.text("EnsembleID"));
      var node = new NodeName(fields.text("NodeID"));
      var orders = new LinkedHashMap<AllocationName, Order>();
      fields
          .map("Allocations")
          .forEach((name, value) ->
              orders.put(
                  CommitRequest.allocation(ensemble, node.value(), name).allocation(),
                  read(Fields.of(value))));
      return new AllocateRequest(ensemble, node, orders, Epochs.read(fields));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MalformedJsonException("allocate: " + e.getMessage());
    }
  }

  private static void write(CanonicalJson out, Order order) {
    out.beginObject().name("Type").value(order.type().name().toLowerCase(Locale.ROOT));
    out.name("Executor").value(order.execution().kind().wireName());
    ResourceWire.write(out.name("Resources"), order.resources());
    out.name("Execution").tree(AllocationWire.write(order.execution()));
    out.name("ProvisionScripts").beginObject();
    order.scripts().forEach(script -> out.name(script.name()).value(script.contents()));
    out.endObject().name("Keys").beginArray();
    for (var key : order.keys())
      out.beginObject()
          .name("type")
          .value(key.type())
          .name("file")
          .value(key.contents())
          .name("dest")
          .value(key.destination())
          .endObject();
    out.endArray().name("Volume").tree(AllocationWire.write(order.volumes()));
    order.lease().ifPresent(lease -> out.name("LeaseID").value(lease.value()));
    order
        .carried()
        .ifPresent(module ->
            out.name("CarriedModule")
                .beginObject()
                .name("sha256")
                .value(module.sha256())
                .name("size")
                .value(module.size())
                .endObject());
    if (order.kept()) out.name("Kept").value(true);
    out.endObject();
  }

  private static Order read(Fields fields) {
    var scripts = new ArrayList<NamedScript>();
    fields
        .map("ProvisionScripts")
        .forEach((name, contents) ->
            scripts.add(new NamedScript(name, Base64.getDecoder().decode(contents.asString("")))));
    return new Order(
        AllocationType.valueOf(fields.text("Type").toUpperCase(Locale.ROOT)),
        ResourceWire.demand(fields.object("Resources")),
        AllocationWire.readExecution(
            fields
                .find("Execution")
                .orElseThrow(() -> new MalformedJsonException("allocation has no Execution"))),
        scripts,
        fields.objects("Keys").stream()
            .map(key ->
                new Key(
                    key.optionalText("type").orElse("ssh"),
                    key.text("file"),
                    key.optionalText("dest").orElse("")))
            .toList(),
        fields.find("Volume").map(AllocationWire::readVolumes).orElse(List.of()),
        fields.optionalText("LeaseID").map(LeaseId::new),
        fields
            .optionalObject("CarriedModule")
            .map(m -> new CarriedModule(m.text("sha256"), Math.toIntExact(m.integer("size")))),
        fields.truth("Kept"));
  }

  /** What a provider answers. */
  public record Answer(
      boolean ok, String error, Map<AllocationName, atoll.actor.Handle> allocations) {
    public byte[] toJson() {
      var out =
          new CanonicalJson()
              .beginObject()
              .name("OK")
              .value(ok)
              .name("Error")
              .value(error)
              .name("Allocations")
              .beginObject();
      allocations.forEach((name, handle) -> handle.write(out.name(name.value())));
      return out.endObject().endObject().toBytes();
    }

    public static Answer refused(String why) {
      return new Answer(false, why, Map.of());
    }

    /**
     * @throws MalformedJsonException if the bytes are no such answer
     */
    public static Answer parse(byte[] json) {
      var fields = Fields.of(StrictJson.MESSAGE.read(json));
      var handles = new LinkedHashMap<AllocationName, atoll.actor.Handle>();
      try {
        fields
            .map("Allocations")
            .forEach((name, handle) ->
                handles.put(
                    new AllocationName(name.substring(name.lastIndexOf('.') + 1)),
                    atoll.actor.Handle.read(handle)));
      } catch (IllegalArgumentException e) {
        throw new MalformedJsonException("allocate answer: " + e.getMessage());
      }
      return new Answer(fields.truth("OK"), fields.optionalText("Error").orElse(""), handles);
    }
  }
}
