package atoll.infernet.operations;

import atoll.jobs.JobStatus;
import atoll.jobs.ServiceName;
import atoll.jobs.Tally;
import atoll.web.Metrics;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The numbers of a node's jobs and containers (Infernet §6.2). */
public final class NodeMetrics {
  private static final List<JobStatus> ENDS = List.of(JobStatus.SUCCESS, JobStatus.FAILED);

  static final List<Boolean> KINDS = List.of(true, false);

  private NodeMetrics() {}

  /**
   * @param running ids of containers that do, and are healthy
   */
  public static void register(
      Metrics metrics,
      Tally tally,
      Collection<ServiceName> services,
      Supplier<Set<String>> running,
      PendingJobs pending) {
    var help = "Jobs that are accepted and have not ended.";
    metrics.gauge("infernet_jobs_pending", help, pending::offChain, "kind", "offchain");
    metrics.gauge("infernet_jobs_pending", help, pending::onChain, "kind", "onchain");
    for (var status : ENDS) {
      for (var forChain : KINDS)
        metrics.counted(
            "infernet_jobs_total",
            "Jobs that ended.",
            () -> tally.of(new Tally.Ended.Jobs(forChain, status)),
            "kind",
            kind(forChain),
            "status",
            status.wireName());
      for (var service : services)
        metrics.counted(
            "infernet_container_calls_total",
            "Containers' parts of jobs that ended.",
            () -> tally.of(new Tally.Ended.Calls(service, status)),
            "container",
            service.value(),
            "status",
            status.wireName());
    }
    for (var service : services)
      metrics.gauge(
          "infernet_container_running",
          "Whether a container runs and is healthy; one that is not managed here counts as running,"
              + " and one without a path for it as healthy.",
          () -> running.get().contains(service.value()) ? 1 : 0,
          "container",
          service.value());
  }

  static String kind(boolean forChain) {
    return forChain ? "onchain" : "offchain";
  }
}
