package atoll.protocol;

import atoll.ensemble.AllocationWire;
import atoll.ensemble.LocationRule;
import atoll.kernel.EnsembleId;
import atoll.kernel.ExecutorKind;
import atoll.kernel.NodeName;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import atoll.market.Demand;
import atoll.market.ProviderId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks for bids on the nodes of an ensemble (DMS §7.3).
 *
 * @param round counts the rounds of one deployment, so that an answer to an older one is known
 * @param wantsOffers ours: the provider is to answer even if it cannot bid, with what it has
 */
public record BidRequest(
    EnsembleId ensemble,
    long round,
    List<Demand> demands,
    Set<ProviderId> excluded,
    boolean wantsOffers) {
  private static final int MAX_DEMANDS = 1024;

  public BidRequest {
    demands = List.copyOf(demands);
    excluded = Set.copyOf(excluded);
    if (demands.isEmpty())
      throw new IllegalArgumentException("a bid request asks for at least one node");
  }

  public byte[] toJson() {
    var out =
        new CanonicalJson()
            .beginObject()
            .name("ID")
            .value(ensemble.value())
            .name("Nonce")
            .value(round);
    out.name("Request").beginArray();
    for (var demand : demands) write(out.beginObject().name("V1"), demand).endObject();
    out.endArray().name("PeerExclusion").beginArray();
    excluded.stream().map(ProviderId::value).sorted().forEach(out::value);
    return out.endArray().name("WantsOffers").value(wantsOffers).endObject().toBytes();
  }

  /**
   * @throws MalformedJsonException if the bytes are no bid request
   */
  public static BidRequest parse(byte[] json) {
    var fields = Fields.of(StrictJson.MESSAGE.read(json));
    var excluded = new HashSet<ProviderId>();
    fields.texts("PeerExclusion").forEach(peer -> excluded.add(new ProviderId(peer)));
    var requests = fields.objects("Request");
    if (requests.isEmpty() || requests.size() > MAX_DEMANDS)
      throw new MalformedJsonException(
          "Request asks for "
              + requests.size()
              + " nodes; 1 to "
              + MAX_DEMANDS
              + " can be asked for");
    var demands = new ArrayList<Demand>();
    try {
      for (var request : requests) demands.add(demand(request.object("V1"), excluded));
      return new BidRequest(
          new EnsembleId(fields.text("ID")),
          fields.optionalInteger("Nonce").orElse(0L),
          demands,
          excluded,
          fields.truth("WantsOffers"));
    } catch (IllegalArgumentException e) {
      throw new MalformedJsonException(String.valueOf(e.getMessage()));
    }
  }

  private static CanonicalJson write(CanonicalJson out, Demand demand) {
    out.beginObject().name("NodeID").value(demand.node().value()).name("Executors").beginArray();
    demand.executors().stream().sorted().forEach(kind -> out.value(kind.wireName()));
    ResourceWire.write(out.endArray().name("Resources"), demand.resources());
    out.name("Location").tree(AllocationWire.write(demand.location()));
    out.name("PublicPorts").beginObject().name("Static").beginArray();
    demand.staticPorts().forEach(port -> out.value((long) port));
    out.endArray().name("Dynamic").value(demand.dynamicPorts()).endObject();
    return out.name("GeneralRequirements")
        .beginObject()
        .name("PrivilegedDocker")
        .value(demand.privileged())
        .endObject()
        .endObject();
  }

  private static Demand demand(Fields v1, Set<ProviderId> excluded) {
    var executors = new LinkedHashSet<ExecutorKind>();
    for (var text : v1.texts("Executors"))
      executors.add(
          ExecutorKind.parse(text)
              .orElseThrow(
                  () -> new MalformedJsonException("Executors: \"" + text + "\" is no executor")));
    var ports = v1.optionalObject("PublicPorts");
    return new Demand(
        new NodeName(v1.text("NodeID")),
        ResourceWire.demand(v1.object("Resources")),
        executors,
        v1.find("Location").map(AllocationWire::readLocationRule).orElse(LocationRule.ANYWHERE),
        ports.map(p -> p.list("Static", node -> Ports.require(node.asInt(-1)))).orElse(List.of()),
        ports.flatMap(p -> p.optionalInteger("Dynamic")).map(Ports::requireCount).orElse(0),
        v1.optionalObject("GeneralRequirements")
            .map(g -> g.truth("PrivilegedDocker"))
            .orElse(false),
        Optional.empty(),
        excluded);
  }
}
