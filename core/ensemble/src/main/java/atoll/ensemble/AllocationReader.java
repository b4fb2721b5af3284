package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import atoll.kernel.AllocationName;
import atoll.kernel.AllocationType;
import atoll.kernel.DnsLabel;
import atoll.kernel.ExecutorKind;
import atoll.kernel.ResourceDemand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The allocations (DMS §6.3), checked against what else the ensemble has. */
final class AllocationReader {
  private final Reading reading;
  private final Set<String> names;
  private final Map<String, String> placed;
  private final boolean nodesGiven;
  private final Map<String, Value> resources;
  private final Map<String, Value> volumes;
  private final Set<String> scripts;
  private final KeyRing keys;

  /** By DNS name in lower case. */
  private final Map<String, String> dnsNames = new HashMap<>();

  /** By node, as its first allocation that minds has it. */
  private final Map<String, Chosen> architectures = new HashMap<>();

  private final DependencyOrder order = new DependencyOrder();

  private record Chosen(AllocationName by, String architecture) {}

  /**
   * @param names all allocations
   * @param placed the node of each allocation that is on one
   * @param resources definitions to be referred to
   * @param volumes definitions to be referred to
   */
  AllocationReader(
      Reading reading,
      Set<String> names,
      Map<String, String> placed,
      boolean nodesGiven,
      Map<String, Value> resources,
      Map<String, Value> volumes,
      Set<String> scripts,
      KeyRing keys) {
    this.reading = reading;
    this.names = names;
    this.placed = placed;
    this.nodesGiven = nodesGiven;
    this.resources = resources;
    this.volumes = volumes;
    this.scripts = scripts;
    this.keys = keys;
  }

  AllocationSpec read(AllocationName name, Value value) {
    var members =
        value.members("a mapping", "{executor: docker, type: service, resources: …, execution: …}");
    var executor = ExecutorKinds.read(members, "executor");
    var execution = members.require("execution", "execution: {type: docker, image: nginx}");
    var kind = engine(execution, executor).or(() -> executor);
    var type =
        members
            .require("type", "service or task")
            .map(t -> t.oneOf(AllocationType.values(), WireNames::of))
            .orElse(AllocationType.TASK);
    var how =
        execution
            .filter(_ -> kind.isPresent())
            .map(e -> ExecutionReader.read(e, kind.orElseThrow()))
            .orElseGet(Execution.Null::new);
    var health = members.find("healthcheck").flatMap(HealthCheckReader::readIfGiven);
    if (how instanceof Execution.Wasm
        && health.filter(h -> h.probe() instanceof HealthCheck.Probe.Command).isPresent())
      members
          .find("healthcheck")
          .ifPresent(h ->
              h.problem(
                  Code.MISMATCH,
                  "no command can run inside a WebAssembly module",
                  "check with type: tcp or http"));
    var spec =
        new AllocationSpec(
            type,
            demand(name, members, kind),
            how,
            dnsName(name, value, members.find("dns_name")),
            members.find("keys").map(keys::refs).orElse(List.of()),
            members.find("provision").map(this::provision).orElse(List.of()),
            health,
            members
                .find("volume", "volumes")
                .map(v -> VolumeReader.read(v, volumes))
                .orElse(List.of()),
            members
                .find("failure_recovery")
                .map(f -> f.oneOf(AllocationSpec.FailureRecovery.values(), WireNames::of))
                .orElse(AllocationSpec.FailureRecovery.STAY_DOWN),
            members.find("depends_on").map(d -> dependsOn(name, d)).orElse(List.of()));
    members.refuseOthers();
    // Without any node there is one problem, not one for each allocation.
    if (!placed.containsKey(name.value()) && nodesGiven)
      reading
          .problems()
          .add(
              value.label(),
              value.path(),
              Code.MISPLACED,
              "is on no node",
              "nodes: {n1: {allocations: [" + name + "]}}");
    return spec;
  }

  /** To be called when all have been read. */
  void refuseCycles() {
    order.refuseCycles();
  }

  private Optional<ExecutorKind> engine(
      Optional<Value> execution, Optional<ExecutorKind> executor) {
    if (execution.isEmpty() || !execution.get().isMapping()) return Optional.empty();
    // Looked at before the rest is read, since it says what the rest may be.
    var members = execution.get().members();
    var kind = ExecutorKinds.read(members, "type");
    if (kind.isPresent() && executor.isPresent() && !kind.equals(executor))
      members
          .findAsWritten("type")
          .ifPresent(t ->
              t.problem(
                  Code.MISMATCH,
                  "is "
                      + kind.get().wireName()
                      + ", but the executor is "
                      + executor.get().wireName(),
                  "both must be the same"));
    return kind;
  }

  private ResourceDemand demand(AllocationName name, Members members, Optional<ExecutorKind> kind) {
    boolean mustHave = kind.isPresent() && kind.get() != ExecutorKind.NULL;
    var value =
        mustHave
            ? members.require(
                "resources", "{cpu: {cores: 0.2}, ram: {size: 64 MiB}, disk: {size: 64 MiB}}")
            : members.find("resources");
    var demand =
        value
            .map(v -> v.isScalar() ? References.named(v, resources, "resources") : v)
            .filter(v -> !v.isScalar())
            .map(v -> new ResourcesReader(reading, mustHave).read(v))
            .orElse(ResourceDemand.NONE);
    demand.architecture().ifPresent(a -> fitsItsNode(name, value.orElseThrow(), a));
    return demand;
  }

  /** One node is one machine, and that has one architecture. */
  private void fitsItsNode(AllocationName name, Value value, String architecture) {
    var node = placed.get(name.value());
    if (node == null || architecture.isEmpty()) return;
    var first = architectures.putIfAbsent(node, new Chosen(name, architecture));
    if (first != null && !Architecture.same(first.architecture(), architecture))
      value.problem(
          Code.MISMATCH,
          "is for "
              + Said.quote(architecture)
              + ", but "
              + first.by()
              + " on the same node "
              + Said.plain(node)
              + " is for "
              + Said.quote(first.architecture()),
          "put them on different nodes");
  }

  private String dnsName(AllocationName name, Value allocation, Optional<Value> given) {
    var text = given.map(Value::word).filter(t -> !t.isEmpty()).orElse(name.value());
    if (!DnsLabel.isValid(text))
      given.ifPresent(g ->
          g.problem(
              Code.BAD_NAME,
              Said.quote(text) + " is not a DNS label",
              "1 to 63 letters, digits and inner hyphens"));
    var other = dnsNames.putIfAbsent(text.toLowerCase(Locale.ROOT), name.value());
    if (other != null && !other.equalsIgnoreCase(name.value()))
      given
          .orElse(allocation)
          .problem(
              Code.DUPLICATE,
              "the DNS name " + Said.quote(text) + " is that of " + Said.quote(other) + " already",
              "give it a dns_name of its own");
    return text;
  }

  private List<String> provision(Value value) {
    var order = new ArrayList<String>();
    for (var item : value.items("provision: [warmup]"))
      References.known(item, scripts, "script").ifPresent(order::add);
    return order;
  }

  private List<AllocationName> dependsOn(AllocationName name, Value value) {
    var others = new ArrayList<AllocationName>();
    for (var item : value.items("depends_on: [db]"))
      References.allocation(item, names)
          .ifPresent(other -> {
            var here = placed.get(name.value());
            var there = placed.get(other.value());
            if (other.equals(name))
              item.problem(Code.CYCLE, "an allocation cannot depend on itself", "");
            else if (here != null && there != null && !here.equals(there))
              item.problem(
                  Code.MISPLACED,
                  Said.quote(other.value())
                      + " is on node "
                      + Said.quote(there)
                      + ", not on "
                      + Said.quote(here),
                  "depend on allocations of the same node");
            else if (others.contains(other))
              item.problem(Code.DUPLICATE, Said.quote(other.value()) + " is named twice", "");
            else {
              others.add(other);
              order.add(name, other, item);
            }
          });
    return others;
  }
}
