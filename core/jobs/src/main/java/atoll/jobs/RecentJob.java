package atoll.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job as whoever runs the node sees it.
 *
 * @param begun when it was accepted, or taken up again after a restart
 */
public record RecentJob(
    JobId id,
    Client client,
    Origin origin,
    List<ServiceName> services,
    JobStatus status,
    Instant begun,
    Optional<Instant> ended) {
  public RecentJob {
    services = List.copyOf(services);
  }

  RecentJob ended(JobStatus how, Instant at) {
    return new RecentJob(id, client, origin, services, how, begun, Optional.of(at));
  }
}
