package atoll.provider;

import atoll.actor.Actor;
import atoll.actor.BehaviourOptions;
import atoll.actor.Deliveries;
import atoll.actor.Dispatcher;
import atoll.actor.Handle;
import atoll.actor.Received;
import atoll.actor.Reply;
import atoll.capability.Capability;
import atoll.ensemble.AllocationWire;
import atoll.identity.Did;
import atoll.identity.PrivateKey;
import atoll.kernel.AllocationId;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import atoll.protocol.Behaviours;
import atoll.protocol.CarriedModule;
import atoll.protocol.LogsAnswer;
import atoll.protocol.ModuleRequest;
import atoll.protocol.Outcome;
import atoll.protocol.StartRequest;
import atoll.protocol.TaskTermination;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** An actor for each allocation that a provider node hosts (DMS §4.8). Safe for any thread. */
final class AllocationActors implements Hosting {
  /**
   * How long what an orchestrator may do is granted at once; renewed while its allocations live
   * (DMS §7.2).
   */
  private static final Duration GRANT = Duration.ofHours(1);

  private static final Duration RENEW = Duration.ofMinutes(30);

  /** How long an orchestrator may take to answer before it is told or asked again. */
  private static final Duration ASKING = Duration.ofSeconds(5);

  private static final int TRIES = 3;

  private final Actor node;
  private final Provider provider;
  private final EnsembleBehaviours ensembles;
  private final InstantSource clock;
  private final Dispatcher dispatcher;
  private final Deliveries reports;
  private final Map<AllocationId, Actor> actors = new ConcurrentHashMap<>();

  AllocationActors(Actor node, Provider provider, InstantSource clock, Dispatcher dispatcher) {
    this.node = node;
    this.provider = provider;
    this.ensembles = new EnsembleBehaviours(node, provider);
    this.clock = clock;
    this.dispatcher = dispatcher;
    this.reports = new Deliveries(clock, dispatcher);
  }

  @Override
  public Handle open(AllocationId allocation, Did owner, PrivateKey key) {
    var earlier = actors.remove(allocation);
    if (earlier != null) earlier.close();
    var actor = node.child(allocation.value(), Optional.of(key));
    actors.put(allocation, actor);
    actor.on(
        Behaviours.ALLOCATION_START,
        BehaviourOptions.DEFAULT,
        m -> m.reply(provider.start(allocation, command(m), owner(m)).toJson()));
    actor.on(
        Behaviours.ALLOCATION_RESTART,
        BehaviourOptions.DEFAULT,
        m -> m.reply(provider.restart(allocation, command(m), owner(m)).toJson()));
    actor.on(
        Behaviours.REGISTER_HEALTH_CHECK,
        BehaviourOptions.DEFAULT,
        m -> m.reply(register(m, allocation).toJson()));
    actor.on(
        Behaviours.HEALTH_CHECK,
        BehaviourOptions.DEFAULT,
        m -> m.reply(provider.checkHealth(allocation, owner(m)).toJson()));
    keepGranted(allocation, actor, owner);
    ensembles.serve(allocation.ensemble());
    return actor.handle();
  }

  private static Did owner(Received message) {
    return message.grant().principal();
  }

  private static StartRequest command(Received message) {
    return StartRequest.parse(message.payload());
  }

  private Outcome register(Received message, AllocationId allocation) {
    var fields = Fields.of(StrictJson.MESSAGE.read(message.payload()));
    var check =
        fields
            .find("HealthCheck")
            .orElseThrow(() -> new MalformedJsonException("HealthCheck is missing"));
    return provider.watch(allocation, AllocationWire.readHealthCheck(check), owner(message));
  }

  private void keepGranted(AllocationId allocation, Actor actor, Did owner) {
    if (actors.get(allocation) != actor) return;
    grant(actor, owner, Behaviours.ALLOCATION);
    grant(actor, owner, Behaviours.HEALTH_CHECK);
    grant(node, owner, Behaviours.ensemble(allocation.ensemble()));
    dispatcher.schedule(RENEW, () -> keepGranted(allocation, actor, owner));
  }

  private static void grant(Actor actor, Did subject, String what) {
    actor.grantLocally(subject, actor.handle().id().did(), List.of(new Capability(what)), GRANT);
  }

  @Override
  public void close(AllocationId allocation, Handle handle) {
    var actor = actors.get(allocation);
    if (actor == null || !actor.handle().equals(handle) || !actors.remove(allocation, actor))
      return;
    actor.close();
  }

  @Override
  public void forget(EnsembleId ensemble) {
    ensembles.serveNoMore(ensemble);
  }

  @Override
  public byte[] fetch(Handle orchestrator, EnsembleId ensemble, CarriedModule module)
      throws IOException, InterruptedException {
    var whole = new ByteArrayOutputStream(module.size());
    while (whole.size() < module.size()) {
      var request = new ModuleRequest(module.sha256(), whole.size()).toJson();
      var reply = ask(orchestrator, Behaviours.module(ensemble), request);
      if (!(reply instanceof Reply.Answered answered))
        throw new IOException("the orchestrator does not send the module: " + reply);
      var piece = LogsAnswer.parse(answered.payload()).data();
      if (piece.length == 0 || piece.length > ModuleRequest.PIECE)
        throw new IOException("the orchestrator sends no more of the module");
      whole.write(piece);
    }
    var bytes = whole.toByteArray();
    if (!module.is(bytes))
      throw new IOException("the orchestrator sent another module than it announced");
    return bytes;
  }

  /** A lost message is sent again, some times. */
  private Reply ask(Handle orchestrator, String behaviour, byte[] request)
      throws InterruptedException {
    Reply reply = new Reply.NoReply("nothing was asked");
    for (int i = 0; i < TRIES && reply instanceof Reply.NoReply; i++)
      reply = await(node.invoke(orchestrator, behaviour, request, clock.instant().plus(ASKING)));
    return reply;
  }

  private static Reply await(CompletableFuture<Reply> reply) throws InterruptedException {
    try {
      return reply.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an actor's question ends with a reply", e);
    }
  }

  @Override
  public void report(Handle orchestrator, TaskTermination ended, Runnable heard) {
    var behaviour = Behaviours.taskTermination(ended.allocation().ensemble());
    var _ =
        reports.deliver(() ->
            node.invoke(orchestrator, behaviour, ended.toJson(), clock.instant().plus(ASKING))
                .thenApply(reply -> heardIfAnswered(reply, heard)));
  }

  /** A refusal for a reason that may pass, such as a clock, is no sign that anyone knows. */
  private static Reply heardIfAnswered(Reply reply, Runnable heard) {
    switch (reply) {
      case Reply.Answered _ -> heard.run();
      case Reply.Refused(var code, _) -> {
        if (code == ErrorCode.NOT_FOUND || code == ErrorCode.BAD_REQUEST) heard.run();
      }
      case Reply.NoReply _ -> {}
    }
    return reply;
  }

  @Override
  public void close() {
    actors.values().forEach(Actor::close);
    actors.clear();
    reports.close();
  }
}
