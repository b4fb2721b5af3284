package atoll.dms.api;

import atoll.capability.Grant;
import atoll.ensemble.Ensemble;
import atoll.kernel.AtollException;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.orchestrator.Deployments;
import atoll.orchestrator.LogChunk;
import atoll.orchestrator.LogQuery;
import atoll.orchestrator.RequestId;
import atoll.orchestrator.UpdatePlan;
import atoll.orchestrator.machine.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The node in this process, asked on the authority of one grant. Also what the routes of {@code
 * /v1} answer from.
 */
public final class LocalApi implements AtollApi {
  /** How long a follower waits before it looks whether its reader is still there. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private static final int CHUNK_BYTES = 64 << 10;

  private final NodeDocument node;
  private final Grant grant;
  private final Deployments deployments;
  private final Lending lending;

  public LocalApi(NodeDocument node, Grant grant, Deployments deployments, Lending lending) {
    this.node = node;
    this.grant = grant;
    this.deployments = deployments;
    this.lending = lending;
  }

  @Override
  public NodeDocument node() {
    return node;
  }

  @Override
  public PlanDocument plan(Ensemble ensemble) throws InterruptedException {
    return Documents.of(deployments.plan(grant, ensemble), ensemble);
  }

  @Override
  public EnsembleId submit(String idempotencyKey, Ensemble ensemble, Duration patience) {
    return deployments.submit(grant, new RequestId(idempotencyKey), ensemble, patience);
  }

  @Override
  public List<DeploymentDocument> deployments() {
    return deployments.list(grant).stream().map(Documents::of).toList();
  }

  @Override
  public Optional<DeploymentDocument> deployment(EnsembleId id) {
    return deployments.find(grant, id).map(Documents::of);
  }

  @Override
  public Optional<ExplanationsDocument> explain(EnsembleId id) {
    return deployments.find(grant, id).map(Documents::explanations);
  }

  @Override
  public boolean events(EnsembleId id, long after, boolean follow, Predicate<EventDocument> reader)
      throws InterruptedException {
    return events(id, after, follow, reader, () -> {});
  }

  /**
   * The same, telling each time that nothing happened for a while.
   *
   * @param onSilence throws to stop
   */
  public boolean events(
      EnsembleId id,
      long after,
      boolean follow,
      Predicate<EventDocument> reader,
      Runnable onSilence)
      throws InterruptedException {
    if (deployments.find(grant, id).isEmpty()) return false;
    long seen = after;
    while (true) {
      boolean over =
          !follow || hasEnded(id); // asked before its events are, so that none comes between
      var happened = deployments.events(grant, id, seen, over ? Duration.ZERO : SILENCE);
      for (var event : happened) {
        seen = event.number();
        if (!reader.test(Documents.of(event))) return true;
      }
      if (!happened.isEmpty()) continue;
      if (over) return true;
      onSilence.run();
    }
  }

  @Override
  public LogEnd logs(
      EnsembleId id, String allocation, LogRequest request, Predicate<LogDocument> reader)
      throws InterruptedException {
    return logs(id, allocation, request, reader, () -> {});
  }

  /**
   * The same, telling each time that nothing was put out for a while.
   *
   * @param onSilence throws to stop
   */
  public LogEnd logs(
      EnsembleId id,
      String allocation,
      LogRequest request,
      Predicate<LogDocument> reader,
      Runnable onSilence)
      throws InterruptedException {
    var stream = LogQuery.Stream.valueOf(request.stream().name());
    var wait = request.follow() ? SILENCE : Duration.ZERO;
    long offset = request.offset();
    while (true) {
      switch (deployments.logs(
          grant, id, allocation, new LogQuery(stream, offset, CHUNK_BYTES), wait)) {
        case LogChunk.Bytes(byte[] data, long next, boolean ended) -> {
          var chunk = new LogDocument(offset, next, ended, data);
          offset = next;
          if (data.length > 0 && !reader.test(chunk)) return new LogEnd.Stopped(next);
          if (ended) return new LogEnd.Complete(next);
          if (data.length == 0 && !request.follow()) return new LogEnd.Stopped(next);
          if (data.length == 0) onSilence.run();
        }
        case LogChunk.Unknown() -> {
          return new LogEnd.Unknown();
        }
        case LogChunk.NotStarted() -> {
          var deployment = deployments.find(grant, id);
          if (!request.follow() || deployment.map(d -> d.status().ended()).orElse(true))
            return new LogEnd.NotStarted();
          if (deployments.events(grant, id, deployment.get().lastEvent(), SILENCE).isEmpty())
            onSilence.run();
        }
        case LogChunk.Unavailable(String why) -> {
          return new LogEnd.Unavailable(why);
        }
      }
    }
  }

  @Override
  public ActionAnswer shutdown(EnsembleId id) {
    return switch (deployments.shutdown(grant, id)) {
      case Deployments.ShutdownAnswer.Begun() -> new ActionAnswer.Begun();
      case Deployments.ShutdownAnswer.Unknown() -> new ActionAnswer.Unknown();
      case Deployments.ShutdownAnswer.NotRunning(var status) -> new ActionAnswer.WrongState(status);
    };
  }

  @Override
  public Optional<UpdatePlanDocument> planUpdate(EnsembleId id, Ensemble ensemble)
      throws InterruptedException {
    return switch (deployments.planUpdate(grant, id, ensemble)) {
      case UpdatePlan.Unknown() -> Optional.empty();
      case UpdatePlan.NotRunning(var status) ->
          throw new AtollException(
              ErrorCode.CONFLICT,
              "only a running deployment can be changed, and this one is " + status.wireName());
      case UpdatePlan.Planned planned -> Optional.of(Documents.of(planned, ensemble));
    };
  }

  @Override
  public ActionAnswer update(
      EnsembleId id, Ensemble ensemble, Duration patience, OptionalLong plannedFor)
      throws InterruptedException {
    return switch (deployments.update(grant, id, ensemble, patience, plannedFor)) {
      case Deployments.UpdateAnswer.Begun() -> new ActionAnswer.Begun();
      case Deployments.UpdateAnswer.Unknown() -> new ActionAnswer.Unknown();
      case Deployments.UpdateAnswer.NotRunning(var status) -> new ActionAnswer.WrongState(status);
      case Deployments.UpdateAnswer.Refused(var why) -> new ActionAnswer.Refused(why);
    };
  }

  @Override
  public ActionAnswer forget(EnsembleId id) {
    var deployment = deployments.find(grant, id);
    if (deployment.isEmpty()) return new ActionAnswer.Unknown();
    return deployments.forget(grant, id)
        ? new ActionAnswer.Begun()
        : new ActionAnswer.WrongState(
            deployments.find(grant, id).map(Deployment::status).orElse(deployment.get().status()));
  }

  @Override
  public List<ProviderDocument> providers() {
    return lending.providers();
  }

  @Override
  public List<HostedAllocationDocument> allocations() {
    return lending.allocations();
  }

  /** Nothing to close: the node belongs to whoever made it. */
  @Override
  public void close() {}

  private boolean hasEnded(EnsembleId id) {
    return deployments.find(grant, id).map(d -> d.status().ended()).orElse(true);
  }
}
