package atoll.orchestrator;

import atoll.capability.Grant;
import atoll.ensemble.Ensemble;
import atoll.kernel.EnsembleId;
import atoll.market.ProviderId;
import atoll.orchestrator.machine.Deployment;
import atoll.orchestrator.machine.DeploymentEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What every door calls to deploy. Each method needs a {@link Grant} for the behaviour of DMS §4.5
 * that it names, and throws {@link atoll.kernel.AtollException} with {@code UNAUTHORISED} if the
 * grant lacks it. Safe for any thread.
 */
public interface Deployments {
  /**
   * A dry run: asks every reachable provider and places, but holds nothing. Blocks for one round of
   * bids (seconds).
   */
  Plan plan(Grant grant, Ensemble ensemble) throws InterruptedException;

  /**
   * Takes a deployment on and returns when that is durable. The same {@code request} again, also
   * after a crash, returns the same id and starts nothing.
   *
   * @param patience how long it may wait for room before it fails with {@code TIMED_OUT}
   */
  EnsembleId submit(Grant grant, RequestId request, Ensemble ensemble, Duration patience);

  /** All deployments that this orchestrator knows, newest first. */
  List<Deployment> list(Grant grant);

  Optional<Deployment> find(Grant grant, EnsembleId id);

  /**
   * What happened to a deployment after event number {@code after} (0: from the beginning), waiting
   * up to {@code wait} for the first. Empty if nothing happened or the deployment is not known.
   */
  List<DeploymentEvent> events(Grant grant, EnsembleId id, long after, Duration wait)
      throws InterruptedException;

  /**
   * Output of an allocation, read from its provider.
   *
   * @param allocation its manifest key, {@code <node>.<allocation>}
   * @param wait how long to wait for bytes beyond {@code query.offset()}
   */
  LogChunk logs(Grant grant, EnsembleId id, String allocation, LogQuery query, Duration wait)
      throws InterruptedException;

  /** Ends a running deployment and everything it holds; returns when that has begun. */
  ShutdownAnswer shutdown(Grant grant, EnsembleId id);

  /**
   * A dry run of {@link #update}: what would be kept, added, ended and replaced, and whether there
   * is room. Blocks for one round of bids if anything is added.
   */
  UpdatePlan planUpdate(Grant grant, EnsembleId id, Ensemble ensemble) throws InterruptedException;

  /**
   * Changes a running deployment to another ensemble; returns when that has begun. What is the same
   * is left alone, what is new comes first, what changes is replaced one node after the other, each
   * once it is well, and what is gone is ended last. If anything fails, what ran before comes back,
   * and the last event says why.
   *
   * @param patience how long what is new may take until it is well
   * @param plannedFor the epoch of an {@link UpdatePlan}; refused if anything was placed since
   */
  UpdateAnswer update(
      Grant grant, EnsembleId id, Ensemble ensemble, Duration patience, OptionalLong plannedFor)
      throws InterruptedException;

  /** The same, whatever was planned. */
  default UpdateAnswer update(Grant grant, EnsembleId id, Ensemble ensemble, Duration patience)
      throws InterruptedException {
    return update(grant, id, ensemble, patience, OptionalLong.empty());
  }

  /**
   * Moves what serves on a provider elsewhere, each once its like is well there; what finds no room
   * stays until there is some, and tasks stay until they have ended. Needs the grant to update.
   *
   * @return how many deployments have something there
   */
  int drain(Grant grant, ProviderId provider);

  /** Forgets a deployment that has ended; false if it is not known or has not ended. */
  boolean forget(Grant grant, EnsembleId id);

  /** What became of a request to end a deployment. */
  sealed interface ShutdownAnswer {
    record Begun() implements ShutdownAnswer {}

    record Unknown() implements ShutdownAnswer {}

    /** It is in another state than Running, or ended already. */
    record NotRunning(atoll.kernel.DeploymentStatus status) implements ShutdownAnswer {}
  }

  /** What became of a request to change a deployment. */
  sealed interface UpdateAnswer {
    record Begun() implements UpdateAnswer {}

    record Unknown() implements UpdateAnswer {}

    record NotRunning(atoll.kernel.DeploymentStatus status) implements UpdateAnswer {}

    /** This change cannot be made to a running deployment; {@code why} is for people. */
    record Refused(String why) implements UpdateAnswer {}
  }
}
