package atoll.jobs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/** Which jobs there are, whose they are, and until when they are remembered. */
final class KnownJobs {
  private final Map<Client, LinkedHashMap<JobId, Known>> byClient = new HashMap<>();
  private final PriorityQueue<Lapse> lapses = new PriorityQueue<>();
  private int lapsing;

  /**
   * @param promised whether it is durable, so that it may be spoken of
   * @param until forgotten then; never, if it runs here
   */
  record Known(JobStatus status, boolean promised, Optional<Instant> until) {
    boolean runsHere() {
      return until.isEmpty();
    }
  }

  private record Lapse(Instant at, Client client, JobId id) implements Comparable<Lapse> {
    @Override
    public int compareTo(Lapse other) {
      return at.compareTo(other.at);
    }
  }

  /** Remembers that a job runs here, unless one of its name is known. */
  synchronized Optional<Known> claim(Client client, JobId id) {
    var jobs = byClient.computeIfAbsent(client, _ -> new LinkedHashMap<>());
    return Optional.ofNullable(
        jobs.putIfAbsent(id, new Known(JobStatus.RUNNING, false, Optional.empty())));
  }

  synchronized void promise(Client client, JobId id) {
    byClient
        .computeIfAbsent(client, _ -> new LinkedHashMap<>())
        .put(id, new Known(JobStatus.RUNNING, true, Optional.empty()));
  }

  synchronized void lapseAt(Client client, JobId id, JobStatus status, Instant until) {
    var before =
        byClient
            .computeIfAbsent(client, _ -> new LinkedHashMap<>())
            .put(id, new Known(status, true, Optional.of(until)));
    if (before == null || before.runsHere()) lapsing++;
    lapses.add(new Lapse(until, client, id));
  }

  synchronized void forget(Client client, JobId id) {
    var jobs = byClient.get(client);
    if (jobs == null) return;
    var known = jobs.remove(id);
    if (known != null && !known.runsHere()) lapsing--;
    if (jobs.isEmpty()) byClient.remove(client);
  }

  synchronized Optional<Known> find(Client client, JobId id, Instant now) {
    var jobs = byClient.get(client);
    return Optional.ofNullable(jobs == null ? null : jobs.get(id))
        .filter(known -> known.promised() && isCurrent(known, now));
  }

  synchronized List<JobId> list(Client client, Set<JobStatus> statuses, Instant now) {
    var ids = new ArrayList<JobId>();
    byClient
        .getOrDefault(client, new LinkedHashMap<>())
        .forEach((id, known) -> {
          if (known.promised() && statuses.contains(known.status()) && isCurrent(known, now))
            ids.add(id);
        });
    return ids;
  }

  /** How many do not run here. */
  synchronized int lapsing() {
    return lapsing;
  }

  /**
   * Takes out those to be forgotten: whose time has come, or the first to go if there are too many.
   */
  synchronized List<Forgotten> lapsed(Instant now, int mostToKeep, int most) {
    var gone = new ArrayList<Forgotten>();
    while (!lapses.isEmpty() && gone.size() < most) {
      var next = lapses.element();
      if (next.at.isAfter(now) && lapsing <= mostToKeep) break;
      lapses.remove();
      var jobs = byClient.get(next.client);
      var known = jobs == null ? null : jobs.get(next.id);
      if (known == null || !known.until().equals(Optional.of(next.at))) continue;
      forget(next.client, next.id);
      gone.add(new Forgotten(next.client, next.id));
    }
    return gone;
  }

  record Forgotten(Client client, JobId id) {}

  private static boolean isCurrent(Known known, Instant now) {
    return known.until().map(now::isBefore).orElse(true);
  }
}
