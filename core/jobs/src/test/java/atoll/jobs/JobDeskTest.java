package atoll.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.actor.SteppedDispatcher;
import atoll.journal.EntryKey;
import atoll.journal.FaultyJournal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How jobs are accepted, run, retried, kept and forgotten. */
class JobDeskTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final Client ANNA = new Client("127.0.0.1");
  private static final Client BEN = new Client("::1");
  private static final Set<JobStatus> ALL = Set.of(JobStatus.values());

  private final SteppedDispatcher world =
      new SteppedDispatcher(Instant.parse("2030-01-01T00:00:00Z"), new Random(1));
  private final FaultyJournal journal = new FaultyJournal();
  private final ScriptedWorker worker = new ScriptedWorker();
  private final Admission admission =
      new Admission(
          Stream.of("a", "b", "c")
              .map(name ->
                  new ServiceOffer(
                      new ServiceName(name), true, true, List.of(), OptionalInt.empty()))
              .toList());
  private JobDesk desk = open(JobLimits.DEFAULT);

  private JobDesk open(JobLimits limits) {
    return JobDesk.open(
        new JobDesk.Parts(
            journal, admission, worker, world, world, new Random(2), limits, JobBoard.NONE));
  }

  @Test
  void anAcceptedJobIsDurableBeforeAnyServiceSeesIt() {
    var id = accepted(request(ANNA, "a"));
    assertThat(worker.calls).isEmpty();
    assertThat(journal.find(new EntryKey("jobs", "127.0.0.1/" + id))).isPresent();
    assertThat(desk.find(ANNA, id)).contains(new Job(id, JobStatus.RUNNING, List.of()));
    assertThat(desk.underWay()).isEqualTo(1);
    worker.answers(_ -> new Answer.Output("1"));
    world.settle();
    assertThat(ended(ANNA, id).status()).isEqualTo(JobStatus.SUCCESS);
    assertThat(desk.underWay()).isZero();
  }

  @Test
  void servicesWorkInOrderOnWhatTheOneBeforeAnswered() {
    worker.answers(call -> new Answer.Output("[" + call.input() + "]"));
    var id =
        accepted(
            new JobRequest(
                ANNA,
                Optional.empty(),
                services("a", "b", "c"),
                "0",
                true,
                Origin.CHAIN,
                Destination.CHAIN));
    world.settle();
    assertThat(worker.calls)
        .containsExactly(
            new Call(new ServiceName("a"), Origin.CHAIN, Destination.CLIENT, "0", true, true),
            new Call(new ServiceName("b"), Origin.CLIENT, Destination.CLIENT, "[0]", true, true),
            new Call(new ServiceName("c"), Origin.CLIENT, Destination.CHAIN, "[[0]]", true, true));
    assertThat(ended(ANNA, id).results().getLast())
        .isEqualTo(new StepResult.Output(new ServiceName("c"), "[[[0]]]"));
    assertThat(desk.tally().of(new Tally.Ended.Jobs(true, JobStatus.SUCCESS))).isEqualTo(1);
  }

  @Test
  void theFirstFailureEndsAJobWithWhatCameBeforeIt() {
    worker.answers(call ->
        call.service().value().equals("b") ? new Answer.Failed("no") : new Answer.Output("1"));
    var id = accepted(request(ANNA, "a", "b", "c"));
    world.settle();
    assertThat(ended(ANNA, id))
        .isEqualTo(
            new Job(
                id,
                JobStatus.FAILED,
                List.of(
                    new StepResult.Output(new ServiceName("a"), "1"),
                    new StepResult.Failure(new ServiceName("b"), "no"))));
    assertThat(worker.calls).hasSize(2);
  }

  @Test
  void aServiceThatIsNotReachedIsAskedAgainAndThenGivenUp() {
    var id = accepted(request(ANNA, "a"));
    world.settle();
    assertThat(worker.calls).hasSize(1);
    world.advance(Duration.ofMillis(250));
    assertThat(worker.calls).hasSize(2);
    assertThat(desk.find(ANNA, id).orElseThrow().status()).isEqualTo(JobStatus.RUNNING);
    world.advance(Duration.ofMillis(500));
    assertThat(worker.calls).hasSize(3);
    assertThat(ended(ANNA, id).results())
        .containsExactly(new StepResult.Failure(new ServiceName("a"), "no script"));
    world.advance(Duration.ofMinutes(5));
    assertThat(worker.calls).hasSize(3);
  }

  @Test
  void jobsAreSeenByTheirClientOnly() {
    worker.answers(_ -> new Answer.Output("1"));
    var annas = accepted(request(ANNA, "a"));
    var bens = accepted(request(BEN, "a"));
    world.settle();
    assertThat(desk.find(BEN, annas)).isEmpty();
    assertThat(desk.list(BEN, ALL)).containsExactly(bens);
    assertThat(desk.list(ANNA, Set.of(JobStatus.RUNNING))).isEmpty();
  }

  @Test
  void aJobThatACrashCutOffIsRunAgainButNotForEver() {
    worker.holds();
    var id = accepted(request(ANNA, "a"));
    for (int life = 1; life <= 3; life++) {
      world.settle();
      assertThat(worker.calls).hasSize(life);
      desk.close();
      desk = open(JobLimits.DEFAULT);
    }
    world.settle();
    assertThat(worker.calls).hasSize(3);
    assertThat(ended(ANNA, id).results().getFirst())
        .isInstanceOfSatisfying(
            StepResult.Failure.class, failure -> assertThat(failure.error()).contains("stopped"));
  }

  @Test
  void resultsSurviveARestart() {
    worker.answers(_ -> new Answer.Output("{\"x\":\"\u00e9\"}"));
    var id = accepted(request(ANNA, "a", "b"));
    world.settle();
    var before = ended(ANNA, id);
    desk.close();
    desk = open(JobLimits.DEFAULT);
    assertThat(desk.find(ANNA, id)).contains(before);
    assertThat(desk.list(ANNA, ALL)).containsExactly(id);
  }

  @Test
  void whatTheDiskDoesNotTakeIsNotAccepted() {
    journal.full(true);
    assertThat(desk.submit(List.of(request(ANNA, "a")), HERE))
        .containsExactly(new Submission.Full("no space left on the disk"));
    journal.full(false);
    world.settle();
    assertThat(worker.calls).isEmpty();
    assertThat(desk.underWay()).isZero();
    assertThat(desk.list(ANNA, ALL)).isEmpty();
  }

  @Test
  void jobsThatDoNotFitIntoOneBatchAreMadeDurableInSeveral() {
    worker.holds();
    var large = JobRequest.of(ANNA, services("a"), "\"" + "x".repeat(11 << 20) + "\"", false);
    int before = journal.tried();
    int second = before + 1;
    journal.failing(
        number -> number == second ? FaultyJournal.Fault.LOST : FaultyJournal.Fault.NONE);
    var answers = desk.submit(List.of(large, large, large, request(ANNA, "b")), HERE);
    assertThat(journal.tried() - before).isEqualTo(2);
    assertThat(answers.subList(0, 2))
        .allSatisfy(answer -> assertThat(answer).isInstanceOf(Submission.Accepted.class));
    assertThat(answers.subList(2, 4))
        .as("what the disk does not take spoils nothing else")
        .allSatisfy(answer -> assertThat(answer).isInstanceOf(Submission.Full.class));
    world.settle();
    assertThat(worker.calls).hasSize(2);
    assertThat(desk.underWay()).isEqualTo(2);
  }

  @Test
  void whatIsLargerThanTheJournalTakesIsRefusedAndSpoilsNothing() {
    var huge = JobRequest.of(ANNA, services("a"), "\"" + "\u00e9".repeat(16 << 20) + "\"", false);
    var long_ = request(ANNA, java.util.Collections.nCopies(1001, "a").toArray(String[]::new));
    var answers = desk.submit(List.of(huge, request(ANNA, "a"), long_), HERE);
    assertThat(answers.get(0))
        .isEqualTo(
            new Submission.Refused(
                new Refusal.TooLarge("bytes of input", (32 << 20) + 2, 32 << 20)));
    assertThat(answers.get(1)).isInstanceOf(Submission.Accepted.class);
    assertThat(answers.get(2))
        .isEqualTo(new Submission.Refused(new Refusal.TooLarge("services", 1001, 1000)));
  }

  @Test
  void aStreamThatIsTooLargeToKeepFailsAndEnds() throws InterruptedException {
    worker.answers(_ -> new Answer.Output("\0".repeat(6 << 20)));
    var opened = (Jobs.Streaming.Opened) desk.stream(request(ANNA, "a"), HERE);
    opened.job().run((_, _) -> {});
    assertThat(ended(ANNA, opened.job().id()).status()).isEqualTo(JobStatus.FAILED);
    assertThat(desk.underWay()).isZero();
  }

  @Test
  void aClosedDeskGivesNobodyATurn() {
    worker.holds();
    desk = open(JobLimits.DEFAULT.withCallsPerService(1));
    for (int i = 0; i < 5; i++) accepted(request(ANNA, "a"));
    world.settle();
    desk.close();
    worker.held.getFirst().accept(new Answer.Failed("the node is stopping"));
    world.settle();
    assertThat(worker.calls).hasSize(1);
    desk = open(JobLimits.DEFAULT);
    world.settle();
    assertThat(worker.calls).as("all five go on").hasSize(6);
  }

  @Test
  void whatIsAskedForByAClientAndDeliveredToAChainIsCountedForTheChain() {
    worker.answers(_ -> new Answer.Output("1"));
    accepted(
        new JobRequest(
            ANNA, Optional.empty(), services("a"), "0", true, Origin.CLIENT, Destination.CHAIN));
    world.settle();
    assertThat(desk.tally().of(new Tally.Ended.Jobs(true, JobStatus.SUCCESS))).isEqualTo(1);
    assertThat(desk.tally().of(new Tally.Ended.Jobs(false, JobStatus.SUCCESS))).isZero();
  }

  @Test
  void anEndThatTheDiskDoesNotTakeIsToldWhenItDoes() {
    worker.answers(_ -> {
      journal.full(true);
      return new Answer.Output("1");
    });
    var id = accepted(request(ANNA, "a"));
    world.advance(Duration.ofSeconds(2));
    assertThat(desk.find(ANNA, id).orElseThrow().status()).isEqualTo(JobStatus.RUNNING);
    journal.full(false);
    world.advance(Duration.ofSeconds(5));
    assertThat(ended(ANNA, id).status()).isEqualTo(JobStatus.SUCCESS);
    assertThat(worker.calls).hasSize(1);
  }

  @Test
  void jobsThatEndWhileAnEndIsWrittenAreWrittenTogether() {
    var ids = acceptedAndHeld(4);
    int first = journal.tried();
    journal.failing(number -> {
      if (number == first) {
        worker.held.subList(1, 4).forEach(then -> then.accept(new Answer.Output("1")));
        assertThat(desk.list(ANNA, Set.of(JobStatus.RUNNING))).hasSize(4);
      }
      return FaultyJournal.Fault.NONE;
    });
    worker.held.getFirst().accept(new Answer.Output("1"));
    assertThat(journal.tried() - first).isEqualTo(2);
    for (var id : ids) assertThat(ended(ANNA, id).status()).isEqualTo(JobStatus.SUCCESS);
    assertThat(desk.underWay()).isZero();
  }

  @Test
  void oneNameIsRunOnce() {
    worker.answers(_ -> new Answer.Output("1"));
    var named = request(ANNA, "a").named(JobId.of(ANNA, "key"));
    var id = accepted(named);
    assertThat(accepted(named)).isEqualTo(id);
    world.settle();
    assertThat(accepted(named)).isEqualTo(id);
    world.settle();
    assertThat(worker.calls).hasSize(1);
    assertThat(JobId.of(BEN, "key")).isNotEqualTo(id);
  }

  @Test
  void aFullDeskSaysSo() {
    worker.holds();
    desk = open(JobLimits.DEFAULT.withUnderWay(2));
    var answers =
        desk.submit(IntStream.range(0, 3).mapToObj(_ -> request(ANNA, "a")).toList(), HERE);
    assertThat(answers.get(1)).isInstanceOf(Submission.Accepted.class);
    assertThat(answers.get(2)).isInstanceOf(Submission.Full.class);
    world.settle();
    worker.held.getFirst().accept(new Answer.Output("1"));
    accepted(request(ANNA, "a"));
  }

  @Test
  void soManyCallsAreWithAServiceAtOnceAndTheOthersWait() {
    worker.holds();
    desk = open(JobLimits.DEFAULT.withCallsPerService(2));
    for (int i = 0; i < 5; i++) accepted(request(ANNA, "a"));
    accepted(request(ANNA, "b"));
    world.settle();
    assertThat(worker.calls).hasSize(3);
    while (!worker.held.isEmpty()) {
      worker.held.removeFirst().accept(new Answer.Output("1"));
      world.settle();
    }
    assertThat(worker.calls).hasSize(6);
    assertThat(desk.list(ANNA, Set.of(JobStatus.SUCCESS))).hasSize(6);
  }

  @Test
  void anAnswerThatIsGivenTwiceCountsOnce() {
    worker.holds();
    var id = accepted(request(ANNA, "a", "b"));
    world.settle();
    worker.held.getFirst().accept(new Answer.Output("1"));
    worker.held.getFirst().accept(new Answer.Failed("late"));
    world.settle();
    worker.held.getLast().accept(new Answer.Output("2"));
    assertThat(ended(ANNA, id).status()).isEqualTo(JobStatus.SUCCESS);
  }

  @Test
  void finishedJobsAreForgottenInTime() {
    worker.answers(_ -> new Answer.Output("1"));
    var id = accepted(request(ANNA, "a"));
    world.advance(Duration.ofDays(7).minusMinutes(1));
    ended(ANNA, id);
    world.advance(Duration.ofMinutes(3));
    assertThat(desk.find(ANNA, id)).isEmpty();
    assertThat(journal.all("jobs")).isEmpty();
  }

  @Test
  void aNameIsFreeOnceItsJobHasLapsedAndTheNextIsNotForgottenWithIt() {
    worker.answers(_ -> new Answer.Output("1"));
    var named = request(ANNA, "a").named(new JobId("again"));
    accepted(named);
    world.advance(Duration.ofDays(7).minusSeconds(1));
    journal.failing(_ -> {
      journal.failing(_ -> FaultyJournal.Fault.NONE);
      assertThat(desk.submit(List.of(named), HERE).getFirst())
          .as("while the first is being forgotten")
          .isInstanceOf(Submission.Full.class);
      return FaultyJournal.Fault.NONE;
    });
    world.advance(Duration.ofMinutes(2));
    accepted(named);
    world.settle();
    assertThat(worker.calls).hasSize(2);
    assertThat(ended(ANNA, new JobId("again")).status()).isEqualTo(JobStatus.SUCCESS);
  }

  @Test
  void whatHasLapsedIsRunAgainEvenBeforeItIsForgotten() {
    worker.answers(_ -> new Answer.Output("1"));
    world.advance(Duration.ofSeconds(30)); // between two sweeps
    var named = request(ANNA, "a").named(new JobId("again"));
    accepted(named);
    world.advance(Duration.ofDays(7).plusSeconds(10));
    assertThat(desk.find(ANNA, new JobId("again"))).isEmpty();
    accepted(named);
    world.advance(Duration.ofMinutes(2));
    assertThat(worker.calls).hasSize(2);
    assertThat(ended(ANNA, new JobId("again")).status()).isEqualTo(JobStatus.SUCCESS);
    desk.close();
    desk = open(JobLimits.DEFAULT);
    ended(ANNA, new JobId("again"));
  }

  @Test
  void theOldestFinishedJobsMakeRoom() {
    worker.answers(_ -> new Answer.Output("1"));
    desk = open(JobLimits.DEFAULT.withFinished(2));
    for (int i = 0; i < 4; i++) {
      accepted(request(ANNA, "a"));
      world.advance(Duration.ofSeconds(1));
    }
    world.advance(Duration.ofMinutes(2));
    assertThat(desk.list(ANNA, ALL)).hasSize(2);
    assertThat(journal.all("jobs")).hasSize(2);
  }

  @Test
  void theOldestLargeAnswersMakeRoomAlsoAfterARestart() {
    worker.answers(_ -> new Answer.Output("\"" + "a".repeat(998) + "\""));
    desk = open(JobLimits.DEFAULT.withBytes(1 << 20, 8000));
    var first = accepted(request(ANNA, "a"));
    for (int i = 0; i < 8; i++) {
      world.advance(Duration.ofSeconds(1));
      accepted(request(ANNA, "a"));
    }
    world.advance(Duration.ofSeconds(1));
    assertThat(journal.all("jobs")).as("somewhat fewer than fit").hasSize(7);
    assertThat(desk.find(ANNA, first)).isEmpty();
    desk.close();
    desk = open(JobLimits.DEFAULT.withBytes(1 << 20, 4000));
    world.settle();
    assertThat(desk.list(ANNA, ALL)).hasSize(3);
    assertThat(journal.all("jobs")).hasSize(3);
  }

  @Test
  void aSmallHeapHoldsFewerAnswers() {
    var small = JobLimits.DEFAULT.within(512 << 20);
    assertThat(small.bytes()).isEqualTo(32 << 20);
    assertThat(small.finishedBytes()).isLessThan(52 << 20);
    assertThat(JobLimits.DEFAULT.within(1L << 40)).isEqualTo(JobLimits.DEFAULT);
  }

  @Test
  void whatSomebodySaysOfAJobElsewhereIsKept() {
    var id = new JobId("theirs");
    desk.report(ANNA, id, JobStatus.RUNNING, services("a"));
    assertThat(desk.find(ANNA, id)).contains(new Job(id, JobStatus.RUNNING, List.of()));
    assertThat(desk.elsewhere()).isEqualTo(1);
    world.advance(Duration.ofSeconds(900));
    assertThat(desk.find(ANNA, id)).as("nobody said it again").isEmpty();
    assertThat(desk.elsewhere()).isZero();
    desk.report(ANNA, id, JobStatus.FAILED, services("a", "unheard of"));
    assertThat(desk.find(ANNA, id)).contains(new Job(id, JobStatus.FAILED, List.of()));
    assertThat(desk.tally().counts().ends())
        .as("nothing is counted that is not served")
        .containsOnly(
            Map.entry(new Tally.Ended.Jobs(false, JobStatus.FAILED), 1L),
            Map.entry(new Tally.Ended.Calls(new ServiceName("a"), JobStatus.FAILED), 1L));
    desk.close();
    desk = open(JobLimits.DEFAULT);
    assertThat(desk.find(ANNA, id)).contains(new Job(id, JobStatus.FAILED, List.of()));
  }

  @Test
  void nobodyCanSayAnythingOfAJobThatIsRunHere() {
    worker.answers(_ -> new Answer.Output("1"));
    var id = accepted(request(ANNA, "a"));
    desk.report(ANNA, id, JobStatus.FAILED, List.of());
    assertThat(desk.find(ANNA, id).orElseThrow().status()).isEqualTo(JobStatus.RUNNING);
    world.settle();
    desk.report(ANNA, id, JobStatus.FAILED, List.of());
    assertThat(ended(ANNA, id).status()).isEqualTo(JobStatus.SUCCESS);
  }

  @Test
  void ofTwoThingsThatAreSaidOfAJobAtOnceNoneIsLost() throws Exception {
    var id = new JobId("theirs");
    var second = new Thread(() -> desk.report(ANNA, id, JobStatus.SUCCESS, List.of()));
    int first = journal.tried();
    journal.failing(number -> {
      if (number == first) {
        second.start();
        while (second.isAlive() && second.getState() != Thread.State.WAITING) Thread.onSpinWait();
      }
      return FaultyJournal.Fault.NONE;
    });
    desk.report(ANNA, id, JobStatus.RUNNING, List.of());
    second.join();
    assertThat(desk.find(ANNA, id).orElseThrow().status()).isEqualTo(JobStatus.SUCCESS);
  }

  @Test
  void norOfOneThatIsJustBeingAccepted() {
    var id = new JobId("mine");
    int first = journal.tried();
    journal.failing(number -> {
      if (number == first) desk.report(ANNA, id, JobStatus.FAILED, List.of());
      return FaultyJournal.Fault.NONE;
    });
    desk.submit(List.of(request(ANNA, "a").named(id)), HERE);
    assertThat(journal.tried()).as("nothing but the job was written").isEqualTo(first + 1);
    assertThat(desk.find(ANNA, id).orElseThrow().status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  void aStreamIsPassedOnAndKept() throws Exception {
    worker.answers(_ -> new Answer.Output("abc"));
    var opened = (Jobs.Streaming.Opened) desk.stream(request(ANNA, "a", "b"), HERE);
    var read = new StringBuilder();
    opened
        .job()
        .run((buffer, length) -> {
          assertThat(length).isEqualTo(1);
          read.append((char) buffer[0]);
        });
    assertThat(read).hasToString("abc");
    assertThat(ended(ANNA, opened.job().id()).results())
        .containsExactly(new StepResult.Output(new ServiceName("a"), "{\"output\":\"abc\"}"));
    assertThat(worker.calls.getFirst().destination()).isEqualTo(Destination.STREAM);
  }

  @Test
  void aStreamWhoseReaderGoesHasFailed() {
    worker.answers(_ -> new Answer.Output("abc"));
    var opened = (Jobs.Streaming.Opened) desk.stream(request(ANNA, "a"), HERE);
    assertThatThrownBy(() ->
            opened
                .job()
                .run((_, _) -> {
                  throw new ReaderGoneException(null);
                }))
        .isInstanceOf(ReaderGoneException.class);
    assertThat(ended(ANNA, opened.job().id()).status()).isEqualTo(JobStatus.FAILED);
  }

  @Test
  void aStreamThatDoesNotFitIntoTheJournalOnceItIsJsonHasFailed() throws Exception {
    worker.streams(reader -> reader.bytes(new byte[6 << 20], 6 << 20));
    var opened = (Jobs.Streaming.Opened) desk.stream(request(ANNA, "a"), HERE);
    opened.job().run((_, _) -> {});
    var job = ended(ANNA, opened.job().id());
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(error(job)).contains("larger");
    assertThat(desk.underWay()).isZero();
  }

  @Test
  void anEndThatCannotBeWrittenFailsAloneAndTheOthersAreKept() {
    var ids = acceptedAndHeld(3);
    int first = journal.tried();
    journal.failing(number -> {
      if (number == first)
        worker.held.subList(1, 3).forEach(then -> then.accept(new Answer.Output("1")));
      if (number == first + 1 || number == first + 2) // the two together, then the first of them
      throw new IllegalArgumentException("a batch is too large");
      return FaultyJournal.Fault.NONE;
    });
    worker.held.getFirst().accept(new Answer.Output("1"));
    assertThat(desk.underWay()).isZero();
    var ends = ids.stream().map(id -> ended(ANNA, id)).toList();
    assertThat(ends).filteredOn(job -> job.status() == JobStatus.SUCCESS).hasSize(2);
    assertThat(ends)
        .filteredOn(job -> job.status() == JobStatus.FAILED)
        .singleElement()
        .satisfies(job -> assertThat(error(job)).contains("could not be kept"));
  }

  @Test
  void aStreamThatTheNodeBreaksOffSaysSo() {
    assertThat(errorOfStream(new ReaderGoneException(new IOException("broken pipe"))))
        .contains("the client went away");
    assertThat(errorOfStream(new ReaderGoneException(new InterruptedIOException())))
        .contains("the node stopped");
    assertThat(errorOfStream(new IllegalStateException("a mistake"))).contains("the node failed");
  }

  /** What is kept of a stream that was cut off by {@code how}. */
  private String errorOfStream(RuntimeException how) {
    worker.answers(_ -> new Answer.Output("abc"));
    var opened = (Jobs.Streaming.Opened) desk.stream(request(ANNA, "a"), HERE);
    assertThatThrownBy(() ->
            opened
                .job()
                .run((_, _) -> {
                  throw how;
                }))
        .isSameAs(how);
    return error(ended(ANNA, opened.job().id()));
  }

  @Test
  void aStreamThatNobodyBeginsIsGivenUp() {
    var opened = (Jobs.Streaming.Opened) desk.stream(request(ANNA, "a"), HERE);
    world.advance(Duration.ofSeconds(30));
    assertThat(ended(ANNA, opened.job().id()).status()).isEqualTo(JobStatus.FAILED);
    assertThat(desk.underWay()).isZero();
  }

  @Test
  void aStreamIsNotRunAgainAfterACrash() {
    var opened = (Jobs.Streaming.Opened) desk.stream(request(ANNA, "a"), HERE);
    desk.close();
    desk = open(JobLimits.DEFAULT);
    world.settle();
    assertThat(worker.calls).isEmpty();
    assertThat(ended(ANNA, opened.job().id()).status()).isEqualTo(JobStatus.FAILED);
  }

  private static List<ServiceName> services(String... names) {
    return Stream.of(names).map(ServiceName::new).toList();
  }

  private static JobRequest request(Client client, String... names) {
    return JobRequest.of(client, services(names), "{}", false);
  }

  private List<JobId> acceptedAndHeld(int jobs) {
    worker.holds();
    var ids = IntStream.range(0, jobs).mapToObj(_ -> accepted(request(ANNA, "a"))).toList();
    world.settle();
    return ids;
  }

  private JobId accepted(JobRequest request) {
    var answer = desk.submit(List.of(request), HERE).getFirst();
    assertThat(answer).isInstanceOf(Submission.Accepted.class);
    return ((Submission.Accepted) answer).id();
  }

  private static String error(Job job) {
    assertThat(job.results().getLast()).isInstanceOf(StepResult.Failure.class);
    return ((StepResult.Failure) job.results().getLast()).error();
  }

  private Job ended(Client client, JobId id) {
    var job = desk.find(client, id).orElseThrow();
    assertThat(job.status()).isNotEqualTo(JobStatus.RUNNING);
    return job;
  }
}
