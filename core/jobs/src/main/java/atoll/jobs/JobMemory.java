package atoll.jobs;

import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.Journal;
import atoll.journal.JournalException;
import atoll.journal.Repository;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/** What is known of jobs: what the journal holds, found by client, until it is to be forgotten. */
final class JobMemory {
  private static final String COLLECTION = "jobs";
  private static final JobRecordCodec CODEC = new JobRecordCodec();
  private static final int FORGET_AT_ONCE = 1000;
  private static final int REPORTED_AT_ONCE = 64;
  private static final int MOST_OF_A_BATCH = Batch.LARGEST / 2;

  private final Repository<JobRecord> records;
  private final InstantSource clock;
  private final JobLimits limits;
  private final KnownJobs known;

  /** Of two words of one job the later waits; so does every word while some are forgotten. */
  private final List<Lock> reporting =
      Stream.<Lock>generate(ReentrantLock::new).limit(REPORTED_AT_ONCE).toList();

  private final ReadWriteLock forgetting = new ReentrantReadWriteLock();

  JobMemory(Journal journal, InstantSource clock, JobLimits limits) {
    this.records = new Repository<>(journal, COLLECTION, CODEC);
    this.clock = clock;
    this.limits = limits;
    this.known = new KnownJobs(limits.reportedRunning());
  }

  /**
   * Keeps the name for a job that is about to be accepted, unless one has it, or had it and is
   * being forgotten.
   */
  Optional<KnownJobs.Known> claim(Client client, JobId id) {
    return known.claim(client, id, clock.instant());
  }

  /**
   * Makes claimed jobs durable, as many together as the journal takes; returns when they are.
   *
   * @return for each, in their order, why it is not if it is not; its name is free again
   */
  List<Optional<JournalException>> accept(List<JobRecord.Running> claimed) {
    var problems = new ArrayList<Optional<JournalException>>();
    for (var group : grouped(claimed)) {
      var problem = acceptTogether(group);
      group.forEach(_ -> problems.add(problem));
    }
    return problems;
  }

  private Optional<JournalException> acceptTogether(List<JobRecord.Running> claimed) {
    try {
      commit(claimed.stream().map(job -> records.put(job.key(), job)).toList());
    } catch (JournalException e) {
      for (var job : claimed) known.forget(job.client(), job.id());
      return Optional.of(e);
    }
    for (var job : claimed) known.promise(job.client(), job.id());
    return Optional.empty();
  }

  /** Jobs whose records fit into one batch together. */
  private static List<List<JobRecord.Running>> grouped(List<JobRecord.Running> jobs) {
    var groups = new ArrayList<List<JobRecord.Running>>();
    var group = new ArrayList<JobRecord.Running>();
    long bytes = 0;
    for (var job : jobs) {
      long size = job.request().recordBytes();
      if (!group.isEmpty() && bytes + size > MOST_OF_A_BATCH) {
        groups.add(group);
        group = new ArrayList<>();
        bytes = 0;
      }
      group.add(job);
      bytes += size;
    }
    if (!group.isEmpty()) groups.add(group);
    return groups;
  }

  /**
   * Makes ends durable, all of them or none; returns when they are.
   *
   * @throws JournalException if they cannot be; the jobs still run then, for all we say
   */
  void end(List<Endings.Ending> endings) {
    var now = clock.instant();
    keep(
        endings.stream()
            .map(ending -> {
              var job = ending.job();
              var result = ending.result();
              return new JobRecord.Ended(
                  job.client(), job.id(), result.status(), result.steps(), now);
            })
            .toList());
  }

  private void keep(List<JobRecord.Ended> ended) {
    if (ended.isEmpty()) return;
    commit(ended.stream().map(job -> records.put(job.key(), job)).toList());
    ended.forEach(this::remember);
  }

  private void remember(JobRecord.Ended ended) {
    known.lapseAt(
        ended.client(), ended.id(), ended.status(), ended.at().plus(limits.keep()), ended.bytes());
  }

  Optional<Job> find(Client client, JobId id) {
    var now = known.find(client, id, clock.instant());
    if (now.isEmpty()) return Optional.empty();
    if (now.get().status() == JobStatus.RUNNING)
      return Optional.of(new Job(id, JobStatus.RUNNING, List.of()));
    return record(client, id)
        .map(stored ->
            switch (stored) {
              case JobRecord.Ended ended -> new Job(id, ended.status(), ended.results());
              case JobRecord.Reported reported -> new Job(id, reported.status(), List.of());
              case JobRecord.Running _ -> new Job(id, JobStatus.RUNNING, List.of());
            });
  }

  List<JobId> list(Client client, Set<JobStatus> statuses) {
    return known.list(client, statuses, clock.instant());
  }

  /**
   * Remembers somebody's word, unless the job is one of ours or is about to be; returns when that
   * is durable. What is said of one job at once is remembered in some order, and none of it is
   * lost.
   *
   * @param then called once it is, before the next word of that job; must not block
   */
  void report(Client client, JobId id, JobStatus status, Runnable then) {
    var name = client.name() + "/" + id;
    var turn = reporting.get(Math.floorMod(name.hashCode(), reporting.size()));
    forgetting.readLock().lock();
    turn.lock();
    try {
      if (reportInTurn(client, id, status)) then.run();
    } finally {
      turn.unlock();
      forgetting.readLock().unlock();
    }
  }

  private boolean reportInTurn(Client client, JobId id, JobStatus status) {
    var before = known.claim(client, id, clock.instant());
    if (before.isPresent() && (before.get().runsHere() || ranHere(client, id))) return false;
    var reported = new JobRecord.Reported(client, id, status, clock.instant());
    try {
      records.save(reported.key(), reported);
    } catch (RuntimeException e) {
      if (before.isEmpty()) known.forget(client, id);
      throw e;
    }
    remember(reported);
    return true;
  }

  private void remember(JobRecord.Reported job) {
    var keep = job.status() == JobStatus.RUNNING ? limits.reportedRunning() : limits.keep();
    known.lapseAt(job.client(), job.id(), job.status(), job.at().plus(keep), 0);
  }

  private boolean ranHere(Client client, JobId id) {
    return record(client, id).map(stored -> !(stored instanceof JobRecord.Reported)).orElse(false);
  }

  private Optional<JobRecord> record(Client client, JobId id) {
    return records.find(client.name() + "/" + id);
  }

  /**
   * Reads what is journaled.
   *
   * @return jobs that were cut off and are to be begun again, which is durable already
   */
  List<JobRecord.Running> recover() {
    var again = new ArrayList<JobRecord.Running>();
    var over = new ArrayList<JobRecord.Ended>();
    for (var entry : records.journal().all(COLLECTION)) // a decoded one at a time
    switch (CODEC.decode(entry.value())) {
        case JobRecord.Running job -> {
          if (job.request().destination() == Destination.STREAM)
            over.add(cutOff(job, StreamRun.STOPPED));
          else if (job.runs() >= limits.runs())
            over.add(cutOff(job, "the node stopped each of the " + job.runs() + " times it ran"));
          else again.add(job.again());
        }
        case JobRecord.Ended ended -> remember(ended);
        case JobRecord.Reported reported -> remember(reported);
      }
    keep(over);
    journalAgain(again);
    return again;
  }

  private JobRecord.Ended cutOff(JobRecord.Running job, String why) {
    return new JobRecord.Ended(
        job.client(),
        job.id(),
        JobStatus.FAILED,
        List.of(new StepResult.Failure(job.request().services().getFirst(), why)),
        clock.instant());
  }

  private void journalAgain(List<JobRecord.Running> jobs) {
    for (var group : grouped(jobs)) {
      commit(group.stream().map(job -> records.put(job.key(), job)).toList());
      for (var job : group) known.promise(job.client(), job.id());
    }
  }

  /** How many run elsewhere, as somebody said. */
  int elsewhere() {
    return known.elsewhere(clock.instant());
  }

  /** Whether so many are kept that some should go before their time. */
  boolean isOverfull() {
    return known.lapsing() > limits.finished() + FORGET_AT_ONCE
        || known.lapsingBytes() > limits.finishedBytes();
  }

  /**
   * Forgets what is to be forgotten.
   *
   * @throws JournalException if the journal still knows some of it, until the next start
   */
  void forget() {
    int forgotten;
    do {
      forgetting.writeLock().lock();
      try {
        forgotten = forgetSome();
      } finally {
        forgetting.writeLock().unlock();
      }
    } while (forgotten == FORGET_AT_ONCE);
  }

  private int forgetSome() {
    long most = limits.finishedBytes();
    if (known.lapsingBytes() > most) most -= most / 8; // so that not each further one is too much
    var gone = known.lapsed(clock.instant(), limits.finished(), most, FORGET_AT_ONCE);
    if (gone.isEmpty()) return 0;
    try {
      commit(
          gone.stream().map(job -> records.remove(job.client().name() + "/" + job.id())).toList());
    } finally {
      for (var job : gone) known.forget(job.client(), job.id());
    }
    return gone.size();
  }

  private void commit(List<? extends Change> changes) {
    var _ = records.journal().commit(new Batch(List.of(), List.copyOf(changes)));
  }
}
