package atoll.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.SteppedDispatcher;
import atoll.journal.InMemoryJournal;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What others see of jobs beside the journal. */
class JobBoardTest {
  private static final Client ANNA = new Client("10.0.0.7");
  private static final InetAddress FROM = InetAddress.ofLiteral("10.0.0.7");
  private static final Set<JobStatus> ALL = EnumSet.allOf(JobStatus.class);

  private final SteppedDispatcher world =
      new SteppedDispatcher(Instant.parse("2030-01-01T00:00:00Z"), new Random(1));
  private final InMemoryJournal journal = new InMemoryJournal();
  private final ScriptedWorker worker = new ScriptedWorker();
  private final Board board = new Board();

  private static final class Board implements JobBoard {
    private final Map<JobId, Job> old = new LinkedHashMap<>();
    private final List<String> shown = new ArrayList<>();

    @Override
    public void show(Client client, Job job) {
      shown.add(client + " " + job.id() + " " + job.status() + " " + job.results().size());
    }

    @Override
    public Optional<Job> find(Client client, JobId id) {
      return Optional.ofNullable(old.get(id));
    }

    @Override
    public List<JobId> list(Client client, Set<JobStatus> statuses) {
      return old.values().stream()
          .filter(job -> statuses.contains(job.status()))
          .map(Job::id)
          .toList();
    }
  }

  private JobDesk open() {
    return JobDesk.open(
        new JobDesk.Parts(
            journal,
            new Admission(
                List.of(
                    new ServiceOffer(
                        new ServiceName("a"), true, true, List.of(), OptionalInt.empty()))),
            worker,
            world,
            world,
            new Random(2),
            JobLimits.DEFAULT,
            board));
  }

  @Test
  void aJobIsShownWhenItBeginsAndWhenItEnds() {
    worker.answers(_ -> new Answer.Output("1"));
    var id = accepted(open(), "one", Destination.CLIENT);
    world.settle();
    assertThat(board.shown)
        .containsExactly("10.0.0.7 " + id + " RUNNING 0", "10.0.0.7 " + id + " SUCCESS 1");
  }

  @Test
  void whatAChainAskedForIsNot() {
    worker.answers(_ -> new Answer.Output("1"));
    var _ = accepted(open(), "one", Destination.CHAIN);
    world.settle();
    assertThat(board.shown).isEmpty();
  }

  @Test
  void whatIsRunAgainAfterACrashIsShownAgain() {
    var id = accepted(open(), "one", Destination.CLIENT);
    board.shown.clear();
    open();
    assertThat(board.shown).containsExactly("10.0.0.7 " + id + " RUNNING 0");
  }

  @Test
  void whatSomebodyReportsIsShownUnlessItIsOurs() {
    var desk = open();
    desk.report(ANNA, new JobId("j1"), JobStatus.RUNNING, List.of());
    desk.report(ANNA, new JobId("j1"), JobStatus.FAILED, List.of());
    var ours = accepted(desk, "one", Destination.CLIENT);
    desk.report(ANNA, ours, JobStatus.FAILED, List.of());
    assertThat(board.shown)
        .containsExactly(
            "10.0.0.7 j1 RUNNING 0", "10.0.0.7 j1 FAILED 0", "10.0.0.7 " + ours + " RUNNING 0");
  }

  @Test
  void whatOnlyTheBoardKnowsIsToldAndTheJournalCountsMore() {
    worker.answers(_ -> new Answer.Output("1"));
    var desk = open();
    var ours = accepted(desk, "one", Destination.CLIENT);
    world.settle();
    var old = new JobId("old");
    board.old.put(old, new Job(old, JobStatus.FAILED, List.of()));
    board.old.put(ours, new Job(ours, JobStatus.RUNNING, List.of()));
    assertThat(desk.find(ANNA, old)).contains(board.old.get(old));
    assertThat(desk.find(ANNA, ours).orElseThrow().status()).isEqualTo(JobStatus.SUCCESS);
    assertThat(desk.list(ANNA, ALL)).containsExactly(ours, old);
    assertThat(desk.list(ANNA, Set.of(JobStatus.RUNNING))).isEmpty();
  }

  private static JobId accepted(JobDesk desk, String name, Destination destination) {
    var request =
        new JobRequest(
            ANNA,
            Optional.of(new JobId(name)),
            List.of(new ServiceName("a")),
            "0",
            false,
            Origin.CLIENT,
            destination);
    return switch (desk.submit(List.of(request), FROM).getFirst()) {
      case Submission.Accepted(var id) -> id;
      case Submission.Refused _, Submission.Full _ ->
          throw new AssertionError("it was not accepted");
    };
  }
}
