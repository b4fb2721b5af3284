package atoll.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which jobs there are, whose they are, and until when they are remembered. */
final class KnownJobs {
  private final Duration longestElsewhere;
  private final Map<Client, LinkedHashMap<JobId, Known>> byClient = new HashMap<>();

  /** One of each that does not run here. */
  private final TreeSet<Lapse> lapses = new TreeSet<>();

  private long lapsingBytes;

  /**
   * @param longestElsewhere how long somebody's word counts that a job is running
   */
  KnownJobs(Duration longestElsewhere) {
    this.longestElsewhere = longestElsewhere;
  }

  /**
   * @param promised whether it is durable, so that it may be spoken of
   * @param until forgotten then; never, if it runs here or is being forgotten
   * @param bytes of its answers
   */
  record Known(JobStatus status, boolean promised, Optional<Instant> until, long bytes) {
    /** The name is taken: by what is about to be accepted, or is being forgotten. */
    static final Known TAKEN = new Known(JobStatus.RUNNING, false, Optional.empty(), 0);

    static final Known RUNNING = new Known(JobStatus.RUNNING, true, Optional.empty(), 0);

    boolean runsHere() {
      return until.isEmpty();
    }
  }

  private record Lapse(Instant at, Client client, JobId id) implements Comparable<Lapse> {
    private static final Comparator<Lapse> ORDER =
        Comparator.comparing(Lapse::at)
            .thenComparing(lapse -> lapse.client().name())
            .thenComparing(lapse -> lapse.id().value());

    @Override
    public int compareTo(Lapse other) {
      return ORDER.compare(this, other);
    }
  }

  /** Remembers that a job runs here, unless one of its name is known and has not lapsed. */
  synchronized Optional<Known> claim(Client client, JobId id, Instant now) {
    var before = Optional.ofNullable(of(client).get(id)).filter(known -> isCurrent(known, now));
    if (before.isEmpty()) put(client, id, Known.TAKEN);
    return before;
  }

  synchronized void promise(Client client, JobId id) {
    put(client, id, Known.RUNNING);
  }

  /**
   * @param bytes of its answers
   */
  synchronized void lapseAt(Client client, JobId id, JobStatus status, Instant until, long bytes) {
    put(client, id, new Known(status, true, Optional.of(until), bytes));
    lapses.add(new Lapse(until, client, id));
    lapsingBytes += bytes;
  }

  private void put(Client client, JobId id, Known known) {
    var before = of(client).put(id, known);
    if (before != null) lapsesNoMore(client, id, before);
  }

  private void lapsesNoMore(Client client, JobId id, Known known) {
    known.until().ifPresent(at -> lapses.remove(new Lapse(at, client, id)));
    lapsingBytes -= known.bytes();
  }

  private Map<JobId, Known> of(Client client) {
    return byClient.computeIfAbsent(client, _ -> new LinkedHashMap<>());
  }

  synchronized void forget(Client client, JobId id) {
    var jobs = byClient.get(client);
    if (jobs == null) return;
    var known = jobs.remove(id);
    if (known != null) lapsesNoMore(client, id, known);
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
    return lapses.size();
  }

  /** Of their answers together. */
  synchronized long lapsingBytes() {
    return lapsingBytes;
  }

  /** How many run elsewhere, as somebody said. */
  synchronized int elsewhere(Instant now) {
    int count = 0;
    for (var lapse : lapses) {
      if (lapse.at.isAfter(now.plus(longestElsewhere))) break;
      var known = of(lapse.client).get(lapse.id);
      if (known != null && known.status() == JobStatus.RUNNING && isCurrent(known, now)) count++;
    }
    return count;
  }

  /**
   * Those to be forgotten: whose time has come, or the first to go if there are too many, or of
   * those with answers if these are too large; the last that has any stays. They are not there any
   * more, and their names are taken until they are {@link #forget forgotten}.
   */
  synchronized List<Forgotten> lapsed(Instant now, int mostToKeep, long mostBytesToKeep, int most) {
    var gone = new ArrayList<Forgotten>();
    int left = lapses.size();
    long bytesLeft = lapsingBytes;
    for (var lapse : lapses) {
      boolean isOver = !lapse.at.isAfter(now) || left > mostToKeep;
      if (gone.size() == most || !isOver && bytesLeft <= mostBytesToKeep) break;
      long bytes = bytes(lapse);
      if (!isOver && (bytes == 0 || bytes == bytesLeft)) continue;
      gone.add(new Forgotten(lapse.client, lapse.id));
      left--;
      bytesLeft -= bytes;
    }
    for (var job : gone) put(job.client(), job.id(), Known.TAKEN);
    return gone;
  }

  private long bytes(Lapse lapse) {
    var known = of(lapse.client).get(lapse.id);
    return known == null ? 0 : known.bytes();
  }

  record Forgotten(Client client, JobId id) {}

  private static boolean isCurrent(Known known, Instant now) {
    return known.until().map(now::isBefore).orElse(true);
  }
}
