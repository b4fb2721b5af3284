package atoll.orchestrator;

import atoll.actor.Actor;
import atoll.actor.BehaviourOptions;
import atoll.actor.Handle;
import atoll.actor.Received;
import atoll.capability.Capability;
import atoll.capability.Topic;
import atoll.identity.Did;
import atoll.identity.PrivateKey;
import atoll.identity.Signer;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationName;
import atoll.kernel.AllocationStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.LeaseId;
import atoll.kernel.Location;
import atoll.orchestrator.machine.Given;
import atoll.protocol.AllocateRequest;
import atoll.protocol.Behaviours;
import atoll.protocol.BidAnswer;
import atoll.protocol.BidRequest;
import atoll.protocol.CommitAnswer;
import atoll.protocol.CommitRequest;
import atoll.protocol.Outcome;
import atoll.protocol.RevertRequest;
import atoll.protocol.ShutdownRequest;
import atoll.protocol.SignedBid;
import atoll.protocol.StartRequest;
import atoll.protocol.StateReport;
import atoll.protocol.StateRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** A machine that lends and does what it is told; it never restarts, but may be out of reach. */
final class Lender {
  private final PrivateKey key;
  private final Actor node;
  private final InstantSource clock;
  private final int freeCores;
  private final Map<AllocationId, Has> has =
      new TreeMap<>(java.util.Comparator.comparing(AllocationId::value));
  private final Set<EnsembleId> served = new HashSet<>();

  /** How often each allocation was really started. */
  final Map<String, Integer> starts = new HashMap<>();

  /** What was asked, in order. */
  final List<String> heard = new ArrayList<>();

  /** Something made here. */
  private record Has(LeaseId lease, Handle handle, long run, AllocationStatus status) {}

  Lender(PrivateKey key, Actor node, InstantSource clock, int freeCores) {
    this.key = key;
    this.node = node;
    this.clock = clock;
    this.freeCores = freeCores;
    node.on(
        Behaviours.BID_REQUEST,
        BehaviourOptions.DEFAULT.onTopic(new Topic(Behaviours.DEPLOYMENT_TOPIC)),
        this::bid);
    node.on(
        Behaviours.COMMIT,
        m -> {
          var request = CommitRequest.parse(m.payload(), clock.instant());
          heard.add("commit " + request.allocation().manifestKey());
          m.reply(new CommitAnswer(true, "", Map.of()).toJson());
        });
    node.on(Behaviours.ALLOCATE, this::allocate);
    node.on(
        Behaviours.REVERT,
        m -> {
          var request = RevertRequest.parse(m.payload());
          heard.add("revert");
          has.entrySet()
              .removeIf(e -> request.names(e.getKey()) && request.concerns(e.getValue().lease()));
          m.reply(Outcome.DONE.toJson());
        });
  }

  Handle handle() {
    return node.handle();
  }

  /** The manifest keys of what runs here. */
  List<String> running() {
    return has.entrySet().stream()
        .filter(e -> e.getValue().status() == AllocationStatus.RUNNING)
        .map(e -> e.getKey().manifestKey())
        .toList();
  }

  private void bid(Received message) {
    var request = BidRequest.parse(message.payload());
    var bids = new ArrayList<SignedBid>();
    for (var demand : request.demands())
      bids.add(
          SignedBid.sign(
              request.ensemble(),
              demand.node(),
              Location.of("EU", "DE", "Berlin"),
              node.handle(),
              Signer.of(key)));
    message.reply(
        new BidAnswer(
                request.ensemble(),
                request.round(),
                Given.provider(node.handle()),
                freeCores > 0 ? bids : List.of(),
                Optional.of(Given.offer(node.handle(), freeCores)))
            .toJson());
  }

  private void allocate(Received message) {
    var request = AllocateRequest.parse(message.payload());
    var owner = message.grant().principal();
    var handles = new HashMap<AllocationName, Handle>();
    request
        .allocations()
        .forEach((name, order) -> {
          var id = new AllocationId(request.ensemble(), request.node(), name);
          heard.add("allocate " + id.manifestKey());
          handles.put(name, open(id, order.lease().orElseThrow(), owner));
        });
    serve(request.ensemble(), owner);
    message.reply(new AllocateRequest.Answer(true, "", handles).toJson());
  }

  private Handle open(AllocationId id, LeaseId lease, Did owner) {
    node.child(id.value()).ifPresent(Actor::close);
    var actor = node.child(id.value(), Optional.empty());
    actor.on(
        Behaviours.ALLOCATION_START,
        m -> {
          start(id, StartRequest.parse(m.payload()).run());
          m.reply(Outcome.DONE.toJson());
        });
    grant(actor, owner, Behaviours.ALLOCATION);
    has.put(id, new Has(lease, actor.handle(), 0, AllocationStatus.PENDING));
    return actor.handle();
  }

  private void start(AllocationId id, long run) {
    heard.add("start " + id.manifestKey());
    var now = has.get(id);
    if (now == null || run <= now.run()) return;
    starts.merge(id.manifestKey(), 1, Integer::sum);
    has.put(id, new Has(now.lease(), now.handle(), run, AllocationStatus.RUNNING));
  }

  private void serve(EnsembleId ensemble, Did owner) {
    grant(node, owner, Behaviours.ensemble(ensemble));
    if (!served.add(ensemble)) return;
    node.on(Behaviours.state(ensemble), m -> state(m, StateRequest.parse(m.payload())));
    node.on(
        Behaviours.allocationShutdown(ensemble),
        m -> {
          var request = ShutdownRequest.parse(m.payload());
          heard.add("shutdown " + request.allocation().manifestKey());
          has.computeIfPresent(
              request.allocation(), (_, now) -> request.concerns(now.lease()) ? null : now);
          m.reply(Outcome.DONE.toJson());
        });
  }

  private static void grant(Actor actor, Did subject, String what) {
    actor.grantLocally(
        subject, actor.handle().id().did(), List.of(new Capability(what)), Duration.ofDays(30));
  }

  private void state(Received message, StateRequest request) {
    heard.add("state");
    has.entrySet()
        .removeIf(e -> {
          var wanted = request.allocations().get(e.getKey().manifestKey());
          return e.getKey().ensemble().equals(request.ensemble())
              && (wanted == null || !wanted.lease().equals(e.getValue().lease()));
        });
    var reported = new TreeMap<String, StateReport.Reported>();
    has.forEach((id, it) -> {
      if (id.ensemble().equals(request.ensemble()))
        reported.put(
            id.manifestKey(),
            new StateReport.Reported(
                it.lease(),
                it.run(),
                it.status(),
                Optional.of(clock.instant()),
                OptionalInt.empty(),
                "",
                it.handle(),
                Map.of()));
    });
    message.reply(new StateReport(true, "", request.epoch(), false, reported).toJson());
  }
}
