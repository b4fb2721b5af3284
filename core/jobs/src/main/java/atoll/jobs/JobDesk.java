package atoll.jobs;

import atoll.actor.Dispatcher;
import atoll.journal.Journal;
import atoll.journal.JournalException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs jobs on this node's services. Closing it abandons them; opened again, it goes on. */
public final class JobDesk implements Jobs, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobDesk.class);
  private static final Duration SWEEP = Duration.ofMinutes(1);
  private static final Duration TO_BEGIN_STREAM = Duration.ofSeconds(30);

  private final JobMemory memory;
  private final Admission admission;
  private final Worker worker;
  private final Dispatcher dispatcher;
  private final RandomGenerator random;
  private final JobLimits limits;
  private final Turns turns;
  private final Room room;
  private final Endings endings;
  private final StreamGate streams;
  private final Awaited awaited = new Awaited();
  private final JobBoard board;
  private final Telling telling;
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private volatile boolean closed;

  /**
   * What a desk works with.
   *
   * @param board that shows clients' jobs; what it knows of others is told, too
   */
  public record Parts(
      Journal journal,
      Admission admission,
      Worker worker,
      Dispatcher dispatcher,
      InstantSource clock,
      RandomGenerator random,
      JobLimits limits,
      JobBoard board) {}

  private JobDesk(Parts parts) {
    board = parts.board();
    telling = new Telling(board, new RecentJobs(parts.clock()), new Tally());
    limits = parts.limits();
    memory = new JobMemory(parts.journal(), parts.clock(), limits);
    admission = parts.admission();
    worker = parts.worker();
    dispatcher = parts.dispatcher();
    random = parts.random();
    turns = new Turns(limits.callsPerService(), admission::mostCalls, dispatcher);
    streams = new StreamGate(limits.streams(), admission, turns);
    room =
        new Room(
            limits.underWay(), limits.bytes(), service -> admission.mostCalls(service).isPresent());
    endings = new Endings(memory, dispatcher, this::ended);
  }

  /**
   * Reads what is journaled, and begins again what was cut off.
   *
   * @throws JournalException if it cannot be read or written
   */
  public static JobDesk open(Parts parts) {
    var desk = new JobDesk(parts);
    for (var job : desk.memory.recover()) {
      desk.room.takeAnyway(job.request());
      desk.telling.begun(job);
      desk.begin(job);
    }
    desk.dispatcher.execute(desk::sweepRegularly);
    return desk;
  }

  public Tally tally() {
    return telling.tally();
  }

  /** Jobs under way and those that ended last, whoever's they are; each kind the latest first. */
  public List<RecentJob> latest(int most) {
    return telling.recent().latest(most);
  }

  @Override
  public List<Submission> submit(List<JobRequest> requests, InetAddress from) {
    var answers = new ArrayList<Submission>();
    var claimed = new ArrayList<JobRecord.Running>();
    var places = new ArrayList<Integer>();
    for (var request : requests) {
      answers.add(consider(request, from, claimed));
      if (claimed.size() > places.size()) places.add(answers.size() - 1);
    }
    var problems = accept(claimed);
    for (int i = 0; i < claimed.size(); i++) {
      var problem = problems.get(i);
      if (problem.isPresent())
        answers.set(places.get(i), new Submission.Full(String.valueOf(problem.get().getMessage())));
      else {
        telling.begun(claimed.get(i));
        begin(claimed.get(i));
      }
    }
    return answers;
  }

  private Submission consider(
      JobRequest request, InetAddress from, List<JobRecord.Running> accepted) {
    if (closed) return new Submission.Full("the node is stopping");
    var refusal = request.excess();
    if (refusal.isPresent()) return new Submission.Refused(refusal.get());
    refusal =
        request.isForChain()
            ? admission.refusal(request.services(), request.requiresProof())
            : admission.refusal(request.services(), request.requiresProof(), from);
    if (refusal.isPresent()) return new Submission.Refused(refusal.get());
    var id = request.id().orElseGet(() -> JobId.random(random));
    if (!room.take(request))
      return new Submission.Full("too many jobs are under way; try again in a moment");
    var sameName = memory.claim(request.client(), id);
    if (sameName.isPresent()) {
      room.giveBack(request);
      return sameName.get().promised()
          ? new Submission.Accepted(id)
          : new Submission.Full("a request of the same name is being accepted; try again");
    }
    accepted.add(new JobRecord.Running(request, id, 1));
    return new Submission.Accepted(id);
  }

  /** What is not durable gives its room back. */
  private List<Optional<JournalException>> accept(List<JobRecord.Running> claimed) {
    try {
      var problems = memory.accept(claimed);
      for (int i = 0; i < claimed.size(); i++)
        if (problems.get(i).isPresent()) room.giveBack(claimed.get(i).request());
      return problems;
    } catch (RuntimeException e) {
      for (var job : claimed) room.giveBack(job.request());
      throw e;
    }
  }

  private void begin(JobRecord.Running job) {
    new JobRun(
            job.request(),
            worker,
            turns,
            dispatcher,
            limits,
            result -> endings.add(new Endings.Ending(job, result)))
        .begin();
  }

  @Override
  public Streaming stream(JobRequest request, InetAddress from) {
    if (request.services().isEmpty()) return new Streaming.Refused(new Refusal.NoServices());
    var found = streams.open(request.services().getFirst());
    if (found.isEmpty())
      return new Streaming.Full("too many streams at once; try again in a moment");
    var pass = found.get();
    boolean opened = false;
    try {
      var accepted = new ArrayList<JobRecord.Running>();
      var streaming =
          switch (consider(request.streamed(), from, accepted)) {
            case Submission.Refused(var reason) -> new Streaming.Refused(reason);
            case Submission.Full(var why) -> new Streaming.Full(why);
            case Submission.Accepted _ when accepted.isEmpty() ->
                new Streaming.Full("a job of the same name was accepted before");
            case Submission.Accepted _ -> openDurable(accepted, pass);
          };
      opened = streaming instanceof Streaming.Opened;
      return streaming;
    } finally {
      if (!opened) pass.leave();
    }
  }

  private Streaming openDurable(List<JobRecord.Running> accepted, StreamGate.Pass pass) {
    var problem = accept(accepted).getFirst();
    if (problem.isPresent()) return new Streaming.Full(String.valueOf(problem.get().getMessage()));
    telling.begun(accepted.getFirst());
    return open(accepted.getFirst(), pass);
  }

  private Streaming open(JobRecord.Running job, StreamGate.Pass pass) {
    var call = JobRun.call(job.request(), 0, job.request().input());
    var run =
        new StreamRun(
            job.id(),
            call,
            worker,
            pass,
            limits.streamBytes(),
            result -> endings.write(new Endings.Ending(job, result)));
    dispatcher.schedule(TO_BEGIN_STREAM, run::giveUp);
    return new Streaming.Opened(run);
  }

  private void ended(Endings.Ending ending) {
    var job = ending.job();
    var result = ending.result();
    room.giveBack(job.request());
    awaited.ended(job.client(), job.id());
    telling.ended(job, result);
    if (memory.isOverfull()) dispatcher.execute(this::sweep);
  }

  @Override
  public Optional<Job> find(Client client, JobId id) {
    return memory.find(client, id).or(() -> board.find(client, id));
  }

  @Override
  public Optional<Job> await(Client client, JobId id) throws InterruptedException {
    try (var end = awaited.endOf(client, id)) {
      var job = memory.find(client, id);
      if (job.isEmpty() || job.get().status() != JobStatus.RUNNING) return job;
      end.await();
    }
    return closed ? Optional.empty() : memory.find(client, id);
  }

  @Override
  public List<JobId> list(Client client, Set<JobStatus> statuses) {
    var ids = new ArrayList<>(memory.list(client, statuses));
    var elsewhere = new LinkedHashSet<>(board.list(client, statuses));
    if (elsewhere.isEmpty()) return ids;
    elsewhere.removeAll(Set.copyOf(memory.list(client, EnumSet.allOf(JobStatus.class))));
    ids.addAll(elsewhere);
    return ids;
  }

  @Override
  public void report(Client client, JobId id, JobStatus status, List<ServiceName> services) {
    memory.report(
        client,
        id,
        status,
        () ->
            telling.reported(
                client,
                new Job(id, status, List.of()),
                services.stream().filter(admission::knows).toList()));
  }

  @Override
  public int underWay() {
    return room.jobs();
  }

  @Override
  public int elsewhere() {
    return memory.elsewhere();
  }

  private void sweepRegularly() {
    if (closed) return;
    sweep();
    dispatcher.schedule(SWEEP, this::sweepRegularly);
  }

  private void sweep() {
    if (!sweeping.compareAndSet(false, true)) return;
    try {
      if (!closed) memory.forget();
    } catch (JournalException e) {
      LOG.warn("jobs that are to be forgotten stay in the journal until the next start", e);
    } finally {
      sweeping.set(false);
    }
  }

  /** Accepts nothing more. Jobs under way are begun again when a desk is opened. */
  @Override
  public void close() {
    closed = true;
    turns.close();
    endings.close();
    awaited.letAllGo();
  }
}
