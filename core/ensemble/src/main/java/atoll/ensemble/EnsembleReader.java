package atoll.ensemble;

import atoll.ensemble.Ensemble.ContractRef;
import atoll.ensemble.Problem.Code;
import atoll.kernel.AllocationName;
import atoll.kernel.DnsLabel;
import atoll.kernel.NodeName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A whole ensemble (DMS §6.2). Returns one in any case; it counts only if no problem was noted. */
final class EnsembleReader {
  private static final Pattern DID = Pattern.compile("did:[a-z0-9]+:[!-~]{1,512}");

  private final Reading reading;

  private EnsembleReader(Reading reading) {
    this.reading = reading;
  }

  static ParseResult read(Reading reading, Tree tree) {
    var ensemble = new EnsembleReader(reading).ensemble(Value.root(reading, tree));
    return reading.problems().isEmpty()
        ? new ParseResult.Parsed(ensemble)
        : new ParseResult.Invalid(reading.problems().told());
  }

  private Ensemble ensemble(Value root) {
    var members = root.members("a mapping", "an ensemble has version, allocations and nodes");
    if (reading.ofFile()) version(members);

    var keys = new KeyRing();
    members.find("keys").ifPresent(k -> Names.plain(k).forEach(keys::add));
    var scripts = map(members, "scripts", Names::plain, Contents::script);
    var resources = definitions(members, "resources");
    resources.forEach((_, r) -> new ResourcesReader(reading, true).read(r));
    var volumes = definitions(members, "volumes");
    volumes.forEach((_, v) -> VolumeReader.volume(v));

    var allocationValues = required(members, "allocations", "allocations: {web: {executor: …}}");
    var nodeValues =
        required(
            members,
            "nodes",
            "nodes: {n1: {allocations: ["
                + String.join(
                    ", ", allocationValues.keySet().stream().limit(10).map(Said::plain).toList())
                + "]}}");

    var nodes = new LinkedHashMap<NodeName, NodeSpec>();
    var nodeReader = new NodeReader(allocationValues.keySet());
    nodeValues.forEach((name, value) -> {
      var node = nodeReader.read(name, value);
      if (DnsLabel.isValid(name)) nodes.put(new NodeName(name), node);
    });

    var allocations = new LinkedHashMap<AllocationName, AllocationSpec>();
    var allocationReader =
        new AllocationReader(
            reading,
            allocationValues.keySet(),
            nodeReader.placed(),
            !nodeValues.isEmpty(),
            resources,
            volumes,
            scripts.keySet(),
            keys);
    allocationValues.forEach((name, value) -> {
      if (!DnsLabel.isValid(name)) return;
      var allocation = new AllocationName(name);
      allocations.put(allocation, allocationReader.read(allocation, value));
    });
    allocationReader.refuseCycles();

    var ensemble =
        new Ensemble(
            allocations,
            nodes,
            members
                .find("edge_constraints", "edges")
                .map(e -> new EdgeReader(nodeValues.keySet()).read(e))
                .orElse(List.of()),
            members
                .find("supervisor")
                .filter(s -> reading.ofFile() || !isEmptyStructure(s))
                .map(s -> new SupervisorReader(allocationValues.keySet()).read(s)),
            keys.keys(),
            scripts,
            members.find("subnet").map(EnsembleReader::joinsSubnet).orElse(false),
            members
                .find("exclude_peers")
                .map(x ->
                    x.items("exclude_peers: [12D3KooW…]").stream().map(NodeReader::peer).toList())
                .orElse(List.of()),
            map(members, "metadata", Names::free, Value::text),
            map(members, "contracts", Names::plain, EnsembleReader::contract),
            members
                .find("escalation_strategy")
                .map(e -> e.oneOf(Ensemble.Escalation.values(), WireNames::of))
                .orElse(Ensemble.Escalation.REDEPLOY));
    members.refuseOthers();
    return ensemble;
  }

  private static void version(Members members) {
    members
        .require("version", "version: \"V1\"")
        .ifPresent(v -> {
          var text = v.word();
          if (!text.isEmpty() && !text.equalsIgnoreCase("V1"))
            v.problem(
                Code.UNSUPPORTED,
                "version " + Said.quote(text) + " is not known",
                "version: \"V1\"");
        });
  }

  private static SequencedMap<String, Value> required(Members members, String name, String hint) {
    var value = members.require(name, hint);
    if (value.isEmpty()) return new LinkedHashMap<>();
    var values = Names.labels(value.get(), hint);
    if (values.isEmpty() && value.get().isMapping())
      value.get().problem(Code.MISSING, "names nothing", hint);
    return values;
  }

  /** Structures that allocations may refer to by name. */
  private static Map<String, Value> definitions(Members members, String name) {
    return members.find(name).<Map<String, Value>>map(Names::plain).orElse(Map.of());
  }

  private static <T> Map<String, T> map(
      Members members,
      String name,
      Function<Value, SequencedMap<String, Value>> names,
      Function<Value, T> read) {
    var map = new LinkedHashMap<String, T>();
    members
        .find(name)
        .ifPresent(v -> names.apply(v).forEach((key, value) -> map.put(key, read.apply(value))));
    return map;
  }

  private static boolean joinsSubnet(Value value) {
    var members = value.members("a mapping", "subnet: {join: true}");
    boolean join = members.find("join").map(Value::truth).orElse(false);
    members.refuseOthers();
    return join;
  }

  private static ContractRef contract(Value value) {
    var members = value.members("a mapping", "{did: did:…, host: did:…}");
    var contract =
        new ContractRef(
            members.require("did", "did: did:key:…").map(EnsembleReader::did).orElse(""),
            members.require("host", "host: did:key:…").map(EnsembleReader::did).orElse(""));
    members.refuseOthers();
    return contract;
  }

  private static String did(Value value) {
    var text = value.word();
    if (!text.isEmpty() && !DID.matcher(text).matches())
      value.problem(Code.BAD_FORMAT, Said.quote(text) + " is not a DID", "it starts with did:");
    return text;
  }

  /** How Go writes a supervisor that was not given. */
  private static boolean isEmptyStructure(Value value) {
    var members = value.members();
    return value.isMapping()
        && members.find("strategy").isEmpty()
        && members.find("allocations").isEmpty()
        && members.find("children").isEmpty();
  }
}
