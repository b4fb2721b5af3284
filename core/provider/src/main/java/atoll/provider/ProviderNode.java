package atoll.provider;

import atoll.actor.Actor;
import atoll.actor.BehaviourOptions;
import atoll.actor.Deliveries;
import atoll.actor.Dispatcher;
import atoll.actor.Handle;
import atoll.actor.Links;
import atoll.actor.Received;
import atoll.actor.Registration;
import atoll.actor.Reply;
import atoll.capability.Capability;
import atoll.capability.Topic;
import atoll.ensemble.AllocationWire;
import atoll.identity.Did;
import atoll.identity.Signer;
import atoll.kernel.AllocationId;
import atoll.kernel.AtollException;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.kernel.ExecutorKind;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import atoll.protocol.AllocateRequest;
import atoll.protocol.Behaviours;
import atoll.protocol.BidRequest;
import atoll.protocol.CarriedModule;
import atoll.protocol.CommitRequest;
import atoll.protocol.EdgeCheck;
import atoll.protocol.LogsAnswer;
import atoll.protocol.LogsRequest;
import atoll.protocol.ModuleRequest;
import atoll.protocol.Outcome;
import atoll.protocol.RevertRequest;
import atoll.protocol.ShutdownRequest;
import atoll.protocol.TaskTermination;
import atoll.workload.CapturedOutput;
import atoll.workload.WorkloadExecutor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * The provider as other nodes see it: the behaviours of DMS §4.6–4.8 on the node's actor, and an
 * actor for each allocation.
 */
public final class ProviderNode implements AutoCloseable {
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
  private final LinkMeter meter;
  private final InstantSource clock;
  private final Dispatcher dispatcher;
  private final Map<AllocationId, Actor> actors = new ConcurrentHashMap<>();
  private final Map<EnsembleId, List<Registration>> served = new HashMap<>();
  private final Deliveries reports;

  /** Everything that a provider is made of besides its actor. */
  public record Parts(
      ProviderSettings settings,
      Machine machine,
      Map<ExecutorKind, WorkloadExecutor> executors,
      PortLedger ports,
      ModuleSource modules,
      Links links,
      InstantSource clock,
      Dispatcher dispatcher) {}

  public ProviderNode(Actor node, Signer signer, Parts parts) {
    this.node = node;
    this.meter = new LinkMeter(parts.links());
    this.clock = parts.clock();
    this.dispatcher = parts.dispatcher();
    this.reports = new Deliveries(parts.clock(), parts.dispatcher());
    this.provider =
        new Provider(
            parts.settings(),
            parts.machine(),
            parts.executors(),
            new ResourceLedger(parts.clock()),
            parts.ports(),
            parts.modules(),
            new ActorHosting(),
            node.handle(),
            signer,
            parts.clock(),
            parts.dispatcher());
    node.on(
        Behaviours.BID_REQUEST,
        BehaviourOptions.DEFAULT.onTopic(new Topic(Behaviours.DEPLOYMENT_TOPIC)),
        this::bid);
    node.on(Behaviours.EDGE_CHECK, BehaviourOptions.DEFAULT, this::measure);
    node.on(
        Behaviours.COMMIT,
        BehaviourOptions.DEFAULT,
        m ->
            m.reply(
                provider
                    .commit(CommitRequest.parse(m.payload(), clock.instant()), owner(m))
                    .toJson()));
    node.on(Behaviours.ALLOCATE, BehaviourOptions.DEFAULT, this::allocate);
    node.on(
        Behaviours.REVERT,
        BehaviourOptions.DEFAULT,
        m -> m.reply(provider.revert(RevertRequest.parse(m.payload()), owner(m)).toJson()));
  }

  public Provider provider() {
    return provider;
  }

  private static Did owner(Received message) {
    return message.grant().principal();
  }

  private void bid(Received message) {
    provider
        .bid(BidRequest.parse(message.payload()))
        .ifPresent(answer -> message.reply(answer.toJson()));
  }

  private void measure(Received message) {
    var check = EdgeCheck.parse(message.payload());
    var _ =
        meter
            .check(check.target(), check.rttMillis(), check.bandwidthKbps())
            .thenAccept(answer -> message.reply(answer.toJson()));
  }

  private void allocate(Received message) {
    var request = AllocateRequest.parse(message.payload());
    var answer = provider.allocate(request, owner(message), message.envelope().from());
    if (answer.ok()) serve(request.ensemble(), owner(message));
    message.reply(answer.toJson());
  }

  /** Lets the orchestrator read output and shut down, on this node, for its ensemble only. */
  private synchronized void serve(EnsembleId ensemble, Did owner) {
    grant(node, owner, Behaviours.ensemble(ensemble));
    served.computeIfAbsent(
        ensemble,
        _ ->
            List.of(
                node.on(
                    Behaviours.allocationLogs(ensemble),
                    BehaviourOptions.DEFAULT,
                    m -> logs(m, ensemble)),
                node.on(
                    Behaviours.allocationShutdown(ensemble),
                    BehaviourOptions.DEFAULT,
                    this::shutDown)));
  }

  private synchronized void serveNoMore(EnsembleId ensemble) {
    if (provider.hosted().stream().anyMatch(hosted -> hosted.id().ensemble().equals(ensemble)))
      return; // made meanwhile
    var registrations = served.remove(ensemble);
    if (registrations != null) registrations.forEach(Registration::close);
  }

  private void shutDown(Received message) throws InterruptedException {
    var request = ShutdownRequest.parse(message.payload());
    message.reply(provider.shutDown(request, owner(message)).toJson());
  }

  private void logs(Received message, EnsembleId ensemble) throws InterruptedException {
    var request = LogsRequest.parse(message.payload());
    var output = provider.output(ensemble, request.allocation(), owner(message));
    if (output.isEmpty()) {
      message.reply(
          new LogsAnswer(
                  request.offset(),
                  request.offset(),
                  0,
                  false,
                  new byte[0],
                  "no output of " + request.allocation() + " here")
              .toJson());
      return;
    }
    message.reply(read(output.get(), request).toJson());
  }

  private static LogsAnswer read(CapturedOutput output, LogsRequest request)
      throws InterruptedException {
    var stream = request.stderr() ? CapturedOutput.Stream.STDERR : CapturedOutput.Stream.STDOUT;
    boolean more =
        output.awaitBeyond(stream, request.offset(), Duration.ofMillis(request.waitMillis()));
    try {
      var data = output.read(stream, request.offset(), request.maxBytes());
      long next = request.offset() + data.length;
      return new LogsAnswer(
          request.offset(), next, output.file(stream).toFile().length(), !more, data, "");
    } catch (IOException e) {
      throw new AtollException(
          ErrorCode.STORAGE_FAILED, "reading output of " + request.allocation(), e);
    }
  }

  private static void grant(Actor actor, Did subject, String what) {
    actor.grantLocally(subject, actor.handle().id().did(), List.of(new Capability(what)), GRANT);
  }

  /** Ends the actors; what runs goes on where its executor lets it. */
  @Override
  public void close() {
    actors.values().forEach(Actor::close);
    reports.close();
  }

  private final class ActorHosting implements Hosting {
    @Override
    public Handle open(AllocationId allocation, Did owner) {
      var earlier = actors.remove(allocation);
      if (earlier != null) earlier.close();
      var actor = node.child(allocation.value(), Optional.empty());
      actors.put(allocation, actor);
      actor.on(
          Behaviours.ALLOCATION_START,
          BehaviourOptions.DEFAULT,
          m -> m.reply(provider.start(allocation, owner(m)).toJson()));
      actor.on(
          Behaviours.ALLOCATION_RESTART,
          BehaviourOptions.DEFAULT,
          m -> m.reply(provider.restart(allocation, owner(m)).toJson()));
      actor.on(
          Behaviours.REGISTER_HEALTH_CHECK,
          BehaviourOptions.DEFAULT,
          m -> m.reply(register(m, allocation).toJson()));
      actor.on(
          Behaviours.HEALTH_CHECK,
          BehaviourOptions.DEFAULT,
          m -> m.reply(provider.checkHealth(allocation, owner(m)).toJson()));
      keepGranted(allocation, actor, owner);
      return actor.handle();
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

    @Override
    public void close(AllocationId allocation, Handle handle) {
      var actor = actors.get(allocation);
      if (actor == null || !actor.handle().equals(handle) || !actors.remove(allocation, actor))
        return;
      actor.close();
    }

    @Override
    public void forget(EnsembleId ensemble) {
      serveNoMore(ensemble);
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
    public void report(Handle orchestrator, TaskTermination ended) {
      var behaviour = Behaviours.taskTermination(ended.allocation().ensemble());
      var _ =
          reports.deliver(() ->
              node.invoke(orchestrator, behaviour, ended.toJson(), clock.instant().plus(ASKING)));
    }
  }
}
