package atoll.dms.api;

import atoll.ensemble.Ensemble;
import atoll.kernel.EnsembleId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * What a node does for its owner, whether it is in this process ({@code LocalApi}) or behind its
 * {@code /v1} ({@code HttpApi}). Safe for any thread. Every method throws {@link
 * atoll.kernel.AtollException} with {@code UNREACHABLE} if no node answers and {@code UNAUTHORISED}
 * if the caller's authority does not suffice; what a person can get wrong is in the answers.
 */
public interface AtollApi extends AutoCloseable {
  NodeDocument node();

  /**
   * A dry run: where it would go and why not elsewhere. Holds nothing, blocks for one round of bids
   * (seconds).
   */
  PlanDocument plan(Ensemble ensemble) throws InterruptedException;

  /**
   * Takes a deployment on and returns at once. The same key again returns the same id and starts
   * nothing.
   *
   * @param idempotencyKey the caller's own name for this request, 1 to 256 characters
   * @param patience how long it may wait for room
   */
  EnsembleId submit(String idempotencyKey, Ensemble ensemble, Duration patience);

  /** Newest first. */
  List<DeploymentDocument> deployments();

  Optional<DeploymentDocument> deployment(EnsembleId id);

  /** Why each provider that was not chosen was not. */
  Optional<ExplanationsDocument> explain(EnsembleId id);

  /**
   * Hands over what happened after event number {@code after} (0: from the beginning), in order,
   * each once. Returns when {@code reader} answers false, when nothing can follow, or, without
   * {@code follow}, when the past is told. A broken connection is taken up again where it broke.
   *
   * @return false if there is no such deployment
   */
  boolean events(EnsembleId id, long after, boolean follow, Predicate<EventDocument> reader)
      throws InterruptedException;

  /**
   * Hands over output of an allocation from {@code request.offset()} on, until {@code reader}
   * answers false or nothing follows. With {@code request.follow()} it waits for the start and for
   * more.
   *
   * @param allocation its name within the deployment, {@code <node>.<allocation>}
   */
  LogEnd logs(EnsembleId id, String allocation, LogRequest request, Predicate<LogDocument> reader)
      throws InterruptedException;

  /** Ends a running deployment and everything it holds; returns when that has begun. */
  ActionAnswer shutdown(EnsembleId id);

  /**
   * A dry run of {@link #update}; empty if there is no such deployment.
   *
   * @throws atoll.kernel.AtollException with {@code CONFLICT} if it does not run
   */
  Optional<UpdatePlanDocument> planUpdate(EnsembleId id, Ensemble ensemble)
      throws InterruptedException;

  /**
   * Changes a running deployment to another ensemble; returns when that has begun.
   *
   * @param plannedFor the epoch of a plan; refused if anything was placed since
   */
  ActionAnswer update(EnsembleId id, Ensemble ensemble, Duration patience, OptionalLong plannedFor)
      throws InterruptedException;

  /** Forgets a deployment that has ended. */
  ActionAnswer forget(EnsembleId id);

  /** The providers of this node: what each offers, and what of it is free. */
  List<ProviderDocument> providers();

  /** What the providers of this node host for others, running or ended and not yet cleaned. */
  List<HostedAllocationDocument> allocations();

  @Override
  void close();
}
