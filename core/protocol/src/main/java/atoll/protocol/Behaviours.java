package atoll.protocol;

import atoll.kernel.EnsembleId;

/**
 * The names of what one side asks of the other; each is also the capability that it takes (DMS
 * §4.6–4.9).
 */
public final class Behaviours {
  /** Topic on which bid requests are broadcast. */
  public static final String DEPLOYMENT_TOPIC = "/nunet/deployment";

  public static final String BID_REQUEST = "/dms/deployment/request";
  public static final String BID = "/dms/deployment/bid";
  public static final String EDGE_CHECK = "/dms/deployment/constraint/edge";
  public static final String COMMIT = "/dms/deployment/commit";
  public static final String ALLOCATE = "/dms/deployment/allocate";
  public static final String REVERT = "/dms/deployment/revert";
  public static final String ALLOCATION_START = "/dms/allocation/start";
  public static final String ALLOCATION_RESTART = "/dms/allocation/restart";
  public static final String ALLOCATION_STATS = "/dms/allocation/stats";
  public static final String REGISTER_HEALTH_CHECK = "/dms/actor/healthcheck/register";
  public static final String HEALTH_CHECK = "/dms/actor/healthcheck";

  /** Everything an orchestrator may ask of the allocations it holds. */
  public static final String ALLOCATION = "/dms/allocation";

  private Behaviours() {}

  /** Everything an orchestrator may ask of a provider node for one ensemble. */
  public static String ensemble(EnsembleId ensemble) {
    return "/dms/ensemble/" + ensemble;
  }

  public static String allocationLogs(EnsembleId ensemble) {
    return ensemble(ensemble) + "/allocation/logs";
  }

  public static String allocationShutdown(EnsembleId ensemble) {
    return ensemble(ensemble) + "/allocation/shutdown";
  }

  /** What is to be and what is, ours ({@link StateRequest}). */
  public static String state(EnsembleId ensemble) {
    return ensemble(ensemble) + "/state";
  }

  /** Everything a provider may tell the orchestrator of one ensemble. */
  public static String orchestrator(EnsembleId ensemble) {
    return "/dms/orchestrator/" + ensemble;
  }

  public static String taskTermination(EnsembleId ensemble) {
    return orchestrator(ensemble) + "/task-termination";
  }

  /** Pieces of the modules that are too large for one message; ours. */
  public static String module(EnsembleId ensemble) {
    return orchestrator(ensemble) + "/module";
  }

  public static String allocationStatus(EnsembleId ensemble) {
    return orchestrator(ensemble) + "/allocation/status";
  }
}
