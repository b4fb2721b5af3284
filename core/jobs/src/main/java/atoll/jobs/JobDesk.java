package atoll.jobs;

import atoll.actor.Dispatcher;
import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.Journal;
import atoll.journal.JournalException;
import atoll.journal.Repository;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs jobs on this node's services. Closing it abandons them; opened again, it goes on. */
public final class JobDesk implements Jobs, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobDesk.class);
  private static final Duration SWEEP = Duration.ofMinutes(1);
  private static final Duration TO_BEGIN_STREAM = Duration.ofSeconds(30);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final int FORGET_AT_ONCE = 1000;
  private static final int STOPPED_RUNS_AT_ONCE = 1000;

  private final Repository<JobRecord> records;
  private final Admission admission;
  private final Worker worker;
  private final Dispatcher dispatcher;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final JobLimits limits;
  private final Turns turns;
  private final Room room;
  private final KnownJobs known = new KnownJobs();
  private final Tally tally = new Tally();
  private final AtomicInteger streams = new AtomicInteger();
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private volatile boolean closed;

  private JobDesk(
      Journal journal,
      Admission admission,
      Worker worker,
      Dispatcher dispatcher,
      InstantSource clock,
      RandomGenerator random,
      JobLimits limits) {
    this.records = new Repository<>(journal, "jobs", new JobRecordCodec());
    this.admission = admission;
    this.worker = worker;
    this.dispatcher = dispatcher;
    this.clock = clock;
    this.random = random;
    this.limits = limits;
    this.turns = new Turns(limits.callsPerService(), dispatcher);
    this.room = new Room(limits.underWay(), limits.bytes());
  }

  /**
   * Reads what is journaled, and begins again what was cut off.
   *
   * @throws JournalException if it cannot be read or written
   */
  public static JobDesk open(
      Journal journal,
      Admission admission,
      Worker worker,
      Dispatcher dispatcher,
      InstantSource clock,
      RandomGenerator random,
      JobLimits limits) {
    var desk = new JobDesk(journal, admission, worker, dispatcher, clock, random, limits);
    desk.recover();
    dispatcher.schedule(SWEEP, desk::sweepRegularly);
    return desk;
  }

  public Tally tally() {
    return tally;
  }

  @Override
  public List<Submission> submit(List<JobRequest> requests, InetAddress from) {
    var answers = new ArrayList<Submission>();
    var accepted = new ArrayList<JobRecord.Running>();
    for (var request : requests) answers.add(consider(request, from, accepted));
    commit(accepted);
    accepted.forEach(this::begin);
    return answers;
  }

  private Submission consider(
      JobRequest request, InetAddress from, List<JobRecord.Running> accepted) {
    if (closed) return new Submission.Full("the node is stopping");
    var refusal = admission.refusal(request.services(), request.requiresProof(), from);
    if (refusal.isPresent()) return new Submission.Refused(refusal.get());
    var id = request.id().orElseGet(() -> JobId.random(random));
    if (!room.take(size(request)))
      return new Submission.Full("too many jobs are under way; try again in a moment");
    var sameName = known.claim(request.client(), id);
    if (sameName.isPresent()) {
      room.giveBack(size(request));
      return sameName.get().promised()
          ? new Submission.Accepted(id)
          : new Submission.Full("a request of the same name is being accepted; try again");
    }
    accepted.add(new JobRecord.Running(request, id, 1));
    return new Submission.Accepted(id);
  }

  private void commit(List<JobRecord.Running> accepted) {
    if (accepted.isEmpty()) return;
    try {
      var changes = accepted.stream().map(job -> records.put(job.key(), job)).toList();
      var _ = records.journal().commit(new Batch(List.of(), changes));
    } catch (RuntimeException e) {
      for (var job : accepted) {
        known.forget(job.client(), job.id());
        room.giveBack(size(job.request()));
      }
      throw e;
    }
    for (var job : accepted) known.promise(job.client(), job.id());
  }

  private void begin(JobRecord.Running job) {
    new JobRun(
            job.request(),
            worker,
            turns,
            dispatcher,
            limits,
            result -> end(job, result, FIRST_RETRY))
        .begin();
  }

  @Override
  public Streaming stream(JobRequest request, InetAddress from) {
    if (streams.incrementAndGet() > limits.streams()) {
      streams.decrementAndGet();
      return new Streaming.Full("too many streams at once; try again in a moment");
    }
    boolean opened = false;
    try {
      var accepted = new ArrayList<JobRecord.Running>();
      var streaming =
          switch (consider(request.streamed(), from, accepted)) {
            case Submission.Refused(var reason) -> new Streaming.Refused(reason);
            case Submission.Full(var why) -> new Streaming.Full(why);
            case Submission.Accepted _ when accepted.isEmpty() ->
                new Streaming.Full("a job of the same name was accepted before");
            case Submission.Accepted _ -> {
              commit(accepted);
              yield open(accepted.getFirst());
            }
          };
      opened = streaming instanceof Streaming.Opened;
      return streaming;
    } finally {
      if (!opened) streams.decrementAndGet();
    }
  }

  private Streaming open(JobRecord.Running job) {
    var call = JobRun.call(job.request(), 0, job.request().input());
    var run =
        new StreamRun(
            job.id(),
            call,
            worker,
            limits.streamBytes(),
            result -> {
              streams.decrementAndGet();
              end(job, result, FIRST_RETRY);
            });
    dispatcher.schedule(TO_BEGIN_STREAM, run::giveUp);
    return new Streaming.Opened(run);
  }

  /** Until it is durable that a job has ended, it has not. */
  private void end(JobRecord.Running job, JobRun.Result result, Duration retry) {
    if (closed) return; // what is journaled says that it runs, so it will be run again
    var ended =
        new JobRecord.Ended(
            job.client(), job.id(), result.status(), result.steps(), clock.instant());
    try {
      records.save(ended.key(), ended);
    } catch (JournalException e) {
      LOG.warn("the end of job {} cannot be journaled yet: {}", job.id(), e.getMessage());
      var next = retry.multipliedBy(2);
      dispatcher.schedule(retry, () -> end(job, result, next.compareTo(SWEEP) < 0 ? next : SWEEP));
      return;
    }
    known.lapseAt(job.client(), job.id(), result.status(), ended.at().plus(limits.keep()));
    room.giveBack(size(job.request()));
    count(job.request(), result);
    if (known.lapsing() > limits.finished() + FORGET_AT_ONCE) dispatcher.execute(this::sweep);
  }

  private void count(JobRequest request, JobRun.Result result) {
    tally.job(request.origin(), result.status());
    for (var step : result.steps())
      tally.call(
          step.service(),
          switch (step) {
            case StepResult.Output _ -> JobStatus.SUCCESS;
            case StepResult.Failure _ -> JobStatus.FAILED;
          });
  }

  @Override
  public Optional<Job> find(Client client, JobId id) {
    var now = known.find(client, id, clock.instant());
    if (now.isEmpty()) return Optional.empty();
    if (now.get().status() == JobStatus.RUNNING)
      return Optional.of(new Job(id, JobStatus.RUNNING, List.of()));
    return records
        .find(client.name() + "/" + id)
        .map(stored ->
            switch (stored) {
              case JobRecord.Ended ended -> new Job(id, ended.status(), ended.results());
              case JobRecord.Reported reported -> new Job(id, reported.status(), List.of());
              case JobRecord.Running _ -> new Job(id, JobStatus.RUNNING, List.of());
            });
  }

  @Override
  public List<JobId> list(Client client, Set<JobStatus> statuses) {
    return known.list(client, statuses, clock.instant());
  }

  @Override
  public void report(Client client, JobId id, JobStatus status, List<ServiceName> services) {
    var now = clock.instant();
    var current = known.find(client, id, now);
    if (current.isPresent() && (current.get().runsHere() || ranHere(client, id))) return;
    var reported = new JobRecord.Reported(client, id, status, now);
    records.save(reported.key(), reported);
    var keep = status == JobStatus.RUNNING ? limits.reportedRunning() : limits.keep();
    known.lapseAt(client, id, status, now.plus(keep));
    if (status == JobStatus.RUNNING) return;
    tally.job(Origin.CLIENT, status);
    services.forEach(service -> tally.call(service, status));
  }

  private boolean ranHere(Client client, JobId id) {
    return records
        .find(client.name() + "/" + id)
        .map(stored -> !(stored instanceof JobRecord.Reported))
        .orElse(false);
  }

  @Override
  public int underWay() {
    return room.jobs();
  }

  private void recover() {
    var again = new ArrayList<JobRecord.Running>();
    var over = new ArrayList<JobRecord.Ended>();
    for (var stored : records.all())
      switch (stored) {
        case JobRecord.Running running -> {
          if (running.request().destination() == Destination.STREAM)
            over.add(cutOff(running, "the node stopped while it streamed"));
          else if (running.runs() >= limits.runs())
            over.add(cutOff(running, "the node stopped each time it ran, " + running.runs() + "x"));
          else again.add(running.again());
        }
        case JobRecord.Ended ended ->
            known.lapseAt(
                ended.client(), ended.id(), ended.status(), ended.at().plus(limits.keep()));
        case JobRecord.Reported(var client, var id, var status, var at) ->
            known.lapseAt(
                client,
                id,
                status,
                at.plus(status == JobStatus.RUNNING ? limits.reportedRunning() : limits.keep()));
      }
    for (var ended : over) {
      records.save(ended.key(), ended);
      known.lapseAt(ended.client(), ended.id(), ended.status(), ended.at().plus(limits.keep()));
    }
    for (int i = 0; i < again.size(); i += STOPPED_RUNS_AT_ONCE)
      beginAgain(again.subList(i, Math.min(again.size(), i + STOPPED_RUNS_AT_ONCE)));
  }

  private JobRecord.Ended cutOff(JobRecord.Running job, String why) {
    return new JobRecord.Ended(
        job.client(),
        job.id(),
        JobStatus.FAILED,
        List.of(new StepResult.Failure(job.request().services().getFirst(), why)),
        clock.instant());
  }

  private void beginAgain(List<JobRecord.Running> jobs) {
    var changes = new ArrayList<Change>();
    long bytes = 0;
    for (var job : jobs) {
      if (!changes.isEmpty() && bytes + 2 * size(job.request()) > Batch.LARGEST / 2) {
        var _ = records.journal().commit(new Batch(List.of(), changes));
        changes.clear();
        bytes = 0;
      }
      changes.add(records.put(job.key(), job));
      bytes += 2 * size(job.request());
      room.takeAnyway(size(job.request()));
      known.promise(job.client(), job.id());
    }
    var _ = records.journal().commit(new Batch(List.of(), changes));
    jobs.forEach(this::begin);
  }

  private void sweepRegularly() {
    if (closed) return;
    sweep();
    dispatcher.schedule(SWEEP, this::sweepRegularly);
  }

  private void sweep() {
    if (!sweeping.compareAndSet(false, true)) return;
    try {
      List<KnownJobs.Forgotten> gone;
      do {
        gone = known.lapsed(clock.instant(), limits.finished(), FORGET_AT_ONCE);
        if (closed || gone.isEmpty()) return;
        var changes =
            gone.stream().map(job -> records.remove(job.client().name() + "/" + job.id())).toList();
        var _ = records.journal().commit(new Batch(List.of(), changes));
      } while (gone.size() == FORGET_AT_ONCE);
    } catch (JournalException e) {
      LOG.warn("jobs that are to be forgotten stay in the journal until the next start", e);
    } finally {
      sweeping.set(false);
    }
  }

  private static long size(JobRequest request) {
    return 256L
        + request.input().length()
        + request.services().stream().mapToLong(s -> 32L + s.value().length()).sum();
  }

  /** Accepts nothing more. Jobs under way are begun again when a desk is opened. */
  @Override
  public void close() {
    closed = true;
  }
}
