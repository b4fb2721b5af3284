package atoll.orchestrator.machine;

import atoll.actor.Handle;
import atoll.ensemble.Ensemble;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationName;
import atoll.kernel.AllocationStatus;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.kernel.NodeName;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.market.PlacementPolicy;
import atoll.market.ProviderId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * What has to be remembered of a deployment's machine so that another goes on where it stopped.
 * What only the network can tell, such as bids and who answers, is asked again.
 */
public final class MachineRecord {
  private MachineRecord() {}

  // --- writing

  /** One object, in which the same machine is always the same text. */
  public static void write(CanonicalJson out, DeploymentMachine machine) {
    var course = machine.course;
    out.beginObject().name("status").value(course.status.wireName());
    out.name("created").value(course.createdAt.toEpochMilli());
    out.name("epoch").value(course.epoch).name("attempt").value((long) course.attempt);
    out.name("version").value((long) course.version);
    out.name("last_event").value(course.chronicle.last());
    out.name("last_event_at").value(course.chronicle.lastAt().toEpochMilli());
    if (machine.ending.isAsked()) out.name("shutdown").value(true);
    machine.ending.completedAt().ifPresent(at -> out.name("completed").value(at.toEpochMilli()));
    machine
        .ending
        .failure()
        .ifPresent(why ->
            out.name("failure")
                .beginObject()
                .name("code")
                .value(why.code().name())
                .name("message")
                .value(why.message())
                .endObject());
    out.name("active").beginObject();
    machine.roles.active().forEach((group, node) -> out.name(group.value()).value(node.value()));
    out.endObject().name("drained").beginArray();
    machine.watch.drained().forEach(provider -> out.value(provider.value()));
    out.endArray().name("restarts").beginObject();
    machine
        .supervision
        .history()
        .forEach((key, times) -> {
          out.name(key).beginArray();
          times.forEach(at -> out.value(at.toEpochMilli()));
          out.endArray();
        });
    out.endObject().name("berths").beginArray();
    course.fleet.current().forEach(berth -> write(out, berth, false));
    course.fleet.incoming().forEach(berth -> write(out, berth, true));
    out.endArray().name("owed").beginObject();
    course.fleet.owed().forEach((provider, handle) -> handle.write(out.name(provider.value())));
    out.endObject();
    machine.places.current().ifPresent(placing -> write(out.name("placing"), placing));
    machine.changes.current().ifPresent(change -> write(out.name("change"), change));
    out.endObject();
  }

  private static void write(CanonicalJson out, Berth berth, boolean incoming) {
    out.beginObject().name("node").value(berth.node.value());
    out.name("provider").value(berth.provider.value());
    berth.handle.write(out.name("handle"));
    if (incoming) out.name("incoming").value(true);
    if (berth.leaving) out.name("leaving").value(true);
    out.name("allocations").beginArray();
    for (var progress : berth.allocations) write(out, progress);
    out.endArray().endObject();
  }

  private static void write(CanonicalJson out, AllocationProgress progress) {
    out.beginObject().name("name").value(progress.id.allocation().value());
    out.name("version").value((long) progress.version).name("make").value(progress.make);
    out.name("phase").value(progress.phase.name());
    out.name("changed").value(progress.changedAt.toEpochMilli());
    out.name("attempt").value((long) progress.attempt).name("run").value(progress.run);
    progress.handle.ifPresent(handle -> handle.write(out.name("handle")));
    out.name("ports").beginObject();
    new TreeMap<>(progress.ports)
        .forEach((open, inside) -> out.name(open.toString()).value((long) inside));
    out.endObject();
    progress.startedAt.ifPresent(at -> out.name("started").value(at.toEpochMilli()));
    progress.notBefore.ifPresent(at -> out.name("not_before").value(at.toEpochMilli()));
    if (progress.ending != AllocationStatus.PENDING)
      out.name("ending").value(progress.ending.wireName());
    progress.exitCode.ifPresent(code -> out.name("exit_code").value((long) code));
    progress.reason.ifPresent(why -> out.name("reason").value(why));
    progress.health.flatMap(Health::verdict).ifPresent(ok -> out.name("healthy").value(ok));
    out.endObject();
  }

  private static void write(CanonicalJson out, Placing placing) {
    out.beginObject().name("kind").value(placing.purpose.name());
    out.name("stage").value(placing.stage().name());
    if (placing.mayNotRetry()) out.name("last").value(true);
    out.name("nodes").beginArray();
    placing.nodes.forEach(node -> out.value(node.value()));
    out.endArray().endObject();
  }

  private static void write(CanonicalJson out, Change change) {
    out.beginObject().name("before").value((long) change.beforeVersion);
    out.name("target").value((long) change.targetVersion);
    out.name("until").value(change.deadline.toEpochMilli());
    change.back.ifPresent(why -> out.name("back").value(why));
    out.name("in_place").beginArray();
    change.inPlace.forEach(node -> out.value(node.value()));
    out.endArray().endObject();
  }

  /** The numbers of the ensembles that are still needed. */
  public static Set<Integer> versions(DeploymentMachine machine) {
    var needed = new LinkedHashSet<Integer>();
    needed.add(machine.course.version);
    machine
        .changes
        .current()
        .ifPresent(change -> {
          needed.add(change.beforeVersion);
          needed.add(change.targetVersion);
        });
    machine.course.fleet.progresses().forEach(progress -> needed.add(progress.version));
    return needed;
  }

  // --- reading

  /**
   * @param versions every ensemble that the record needs, by number
   * @throws RuntimeException if the record makes no sense
   */
  public static DeploymentMachine read(
      EnsembleId id, Fields fields, Map<Integer, Ensemble> versions, PlacementPolicy policy) {
    var createdAt = instant(fields, "created");
    var course = Course.recalled(id, createdAt, versions, number(fields, "version"));
    course.status = status(fields.text("status"));
    course.epoch = fields.integer("epoch");
    course.attempt = number(fields, "attempt");
    course.now = instant(fields, "last_event_at");
    course.chronicle.goOnAfter(fields.integer("last_event"), course.now);
    var machine = new DeploymentMachine(course, policy);
    machine.ending.recall(
        fields.truth("shutdown"),
        fields
            .optionalObject("failure")
            .map(why ->
                new Deployment.Failure(ErrorCode.valueOf(why.text("code")), why.text("message"))),
        fields.optionalInteger("completed").map(Instant::ofEpochMilli));
    fields
        .map("active")
        .forEach((group, node) ->
            machine.roles.active().put(new NodeName(group), new NodeName(node.stringValue())));
    fields.texts("drained").forEach(text -> machine.watch.drain(new ProviderId(text)));
    fields
        .map("restarts")
        .forEach((key, times) -> {
          var instants = new ArrayList<Instant>();
          times.forEach(time -> instants.add(Instant.ofEpochMilli(time.longValue())));
          machine.supervision.history().put(key, instants);
        });
    for (var berth : fields.objects("berths")) {
      var read = berth(course, berth);
      if (berth.truth("incoming")) course.fleet.putIncoming(read);
      else course.fleet.put(read);
    }
    fields
        .map("owed")
        .forEach(
            (provider, handle) -> course.fleet.owe(new ProviderId(provider), Handle.read(handle)));
    fields.optionalObject("placing").ifPresent(p -> recallPlacing(machine.places, p));
    fields.optionalObject("change").ifPresent(c -> machine.changes.recall(change(course, c)));
    return machine;
  }

  private static Berth berth(Course course, Fields fields) {
    var node = new NodeName(fields.text("node"));
    var provider = new ProviderId(fields.text("provider"));
    var allocations = new ArrayList<AllocationProgress>();
    for (var progress : fields.objects("allocations"))
      allocations.add(progress(course, node, provider, progress));
    var berth = new Berth(node, provider, handle(fields).orElseThrow(), allocations);
    berth.leaving = fields.truth("leaving");
    return berth;
  }

  private static AllocationProgress progress(
      Course course, NodeName node, ProviderId provider, Fields fields) {
    var name = new AllocationName(fields.text("name"));
    int version = number(fields, "version");
    var ensemble = course.versions.get(version);
    if (ensemble == null) throw new MalformedJsonException("ensemble " + version + " is missing");
    var progress =
        new AllocationProgress(new AllocationId(course.id, node, name), ensemble.allocation(name));
    progress.provider = Optional.of(provider);
    progress.version = version;
    progress.make = fields.text("make");
    progress.phase = AllocationProgress.Phase.valueOf(fields.text("phase"));
    progress.changedAt = instant(fields, "changed");
    progress.attempt = number(fields, "attempt");
    progress.run = fields.integer("run");
    progress.handle = handle(fields);
    var ports = new TreeMap<Integer, Integer>();
    fields
        .map("ports")
        .forEach((open, inside) -> ports.put(Integer.valueOf(open), inside.intValue()));
    progress.ports = ports;
    progress.startedAt = fields.optionalInteger("started").map(Instant::ofEpochMilli);
    progress.notBefore = fields.optionalInteger("not_before").map(Instant::ofEpochMilli);
    fields
        .optionalText("ending")
        .ifPresent(ending ->
            progress.ending = AllocationStatus.valueOf(ending.toUpperCase(java.util.Locale.ROOT)));
    fields
        .optionalInteger("exit_code")
        .ifPresent(code -> progress.exitCode = OptionalInt.of(Math.toIntExact(code)));
    progress.reason = fields.optionalText("reason");
    if (fields.find("healthy").isPresent())
      progress.health =
          progress.spec.healthCheck().map(c -> Health.recalled(c, fields.truth("healthy")));
    return progress;
  }

  private static void recallPlacing(Places places, Fields fields) {
    var nodes = new LinkedHashSet<NodeName>();
    fields.texts("nodes").forEach(node -> nodes.add(new NodeName(node)));
    places.recall(
        Purpose.valueOf(fields.text("kind")),
        nodes,
        Stage.valueOf(fields.text("stage")),
        fields.truth("last"));
  }

  private static Change change(Course course, Fields fields) {
    var change =
        new Change(
            course,
            number(fields, "before"),
            number(fields, "target"),
            instant(fields, "until"),
            fields.optionalText("back"));
    fields.texts("in_place").forEach(node -> change.inPlace.add(new NodeName(node)));
    return change;
  }

  private static DeploymentStatus status(String text) {
    return List.of(DeploymentStatus.values()).stream()
        .filter(s -> s.wireName().equals(text))
        .findFirst()
        .orElseThrow(() -> new MalformedJsonException("\"" + text + "\" is no status"));
  }

  private static Optional<Handle> handle(Fields fields) {
    return fields.find("handle").map(Handle::read);
  }

  private static Instant instant(Fields fields, String name) {
    return Instant.ofEpochMilli(fields.integer(name));
  }

  private static int number(Fields fields, String name) {
    return Math.toIntExact(fields.integer(name));
  }
}
