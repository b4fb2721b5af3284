package atoll.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.SteppedDispatcher;
import atoll.journal.FaultyJournal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A service with a limit of its own, here of two calls, beside one without. */
class LimitedServiceTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final Client ANNA = new Client("127.0.0.1");

  private final SteppedDispatcher world =
      new SteppedDispatcher(Instant.parse("2030-01-01T00:00:00Z"), new Random(1));
  private final FaultyJournal journal = new FaultyJournal();
  private final ScriptedWorker worker = new ScriptedWorker().holds();
  private JobDesk desk = open(JobLimits.DEFAULT);

  private JobDesk open(JobLimits limits) {
    return JobDesk.open(
        new JobDesk.Parts(
            journal,
            new Admission(
                List.of(offer("few", OptionalInt.of(2)), offer("any", OptionalInt.empty()))),
            worker,
            world,
            world,
            new Random(2),
            limits,
            JobBoard.NONE));
  }

  private static ServiceOffer offer(String name, OptionalInt mostCalls) {
    return new ServiceOffer(new ServiceName(name), true, true, List.of(), mostCalls);
  }

  @Test
  void soManyCallsAreWithItAndOthersFollowInOrder() {
    for (int i = 0; i < 6; i++) {
      accepted("few", "\"" + i + "\"");
      world.settle();
    }
    var seen = new ArrayList<String>();
    for (int answered = 0; answered < 6; answered++) {
      assertThat(worker.calls).hasSize(Math.min(6, answered + 2));
      seen.add(worker.calls.get(answered).input());
      worker.held.get(answered).accept(new Answer.Output("1"));
      world.settle();
    }
    assertThat(seen).containsExactly("\"0\"", "\"1\"", "\"2\"", "\"3\"", "\"4\"", "\"5\"");
    assertThat(desk.underWay()).isZero();
  }

  @Test
  void itsLimitMayBeAboveTheOneThatOthersHave() {
    desk.close();
    desk = open(JobLimits.DEFAULT.withCallsPerService(1));
    for (int i = 0; i < 3; i++) {
      accepted("few");
      accepted("any");
    }
    world.settle();
    assertThat(calls("few")).isEqualTo(2);
    assertThat(calls("any")).isEqualTo(1);
  }

  @Test
  void oneThatWaitedTooLongFailsAndThoseUnderWayDoNot() {
    var ids = IntStream.range(0, 3).mapToObj(_ -> accepted("few")).toList();
    world.settle();
    world.advance(Duration.ofSeconds(899));
    assertThat(failures(ids)).isEmpty();
    world.advance(Duration.ofSeconds(1));
    assertThat(failures(ids)).containsExactly("it had no room for another call within 900 s");
    worker.held.forEach(then -> then.accept(new Answer.Output("1")));
    accepted("few");
    accepted("few");
    world.settle();
    assertThat(calls("few")).as("nobody has the turn of the one that left").isEqualTo(4);
    assertThat(failures(ids)).hasSize(1);
  }

  @Test
  void nobodyWaitsTooLongForAServiceWithoutALimitOfItsOwn() {
    desk.close();
    desk = open(JobLimits.DEFAULT.withCallsPerService(1));
    var ids = IntStream.range(0, 2).mapToObj(_ -> accepted("any")).toList();
    world.settle();
    world.advance(Duration.ofDays(1));
    assertThat(failures(ids)).isEmpty();
  }

  @Test
  void aTurnComesBackFromEveryCallHoweverItEnds() {
    worker.answers(call ->
        switch (call.input()) {
          case "\"broken\"" -> throw new IllegalStateException("a mistake");
          case "\"unreached\"" -> new Answer.Unreached("gone");
          case "\"failed\"" -> new Answer.Failed("no");
          default -> new Answer.Output("1");
        });
    for (var input : List.of("\"broken\"", "\"unreached\"", "\"failed\"", "1"))
      for (int i = 0; i < 2; i++) accepted("few", input);
    world.settle();
    world.advance(Duration.ofSeconds(1));
    assertThat(desk.underWay()).isZero();
    worker.calls.clear();
    worker.holds();
    for (int i = 0; i < 3; i++) accepted("few");
    world.settle();
    assertThat(worker.calls).hasSize(2);
  }

  @Test
  void whatWaitedWhenTheNodeStoppedIsRunByTheNext() {
    var ids = IntStream.range(0, 5).mapToObj(_ -> accepted("few")).toList();
    world.settle();
    desk.close();
    worker.held.forEach(then -> then.accept(new Answer.Output("1")));
    world.settle();
    assertThat(worker.calls).as("nobody gets a turn any more").hasSize(2);
    worker.answers(_ -> new Answer.Output("1"));
    desk = open(JobLimits.DEFAULT);
    world.settle();
    assertThat(ids).allMatch(id -> desk.find(ANNA, id).orElseThrow().status() == JobStatus.SUCCESS);
  }

  @Test
  void itsJobsTakeNoMoreOfTheRoomThanTheyLeaveToOthers() {
    desk.close();
    desk = open(JobLimits.DEFAULT.withUnderWay(10));
    var few = IntStream.range(0, 10).mapToObj(_ -> submit("few", "{}")).toList();
    assertThat(few).filteredOn(Submission.Accepted.class::isInstance).hasSize(5);
    assertThat(few.getLast()).isInstanceOf(Submission.Full.class);
    var any = IntStream.range(0, 6).mapToObj(_ -> submit("any", "{}")).toList();
    assertThat(any).filteredOn(Submission.Accepted.class::isInstance).hasSize(5);
  }

  @Test
  void thatHoldsForTheBytesOfItsJobsAsWell() {
    var large = "\"" + "x".repeat(30 << 20) + "\"";
    var few = IntStream.range(0, 8).mapToObj(_ -> submit("few", large)).toList();
    assertThat(few).filteredOn(Submission.Accepted.class::isInstance).hasSize(4);
    assertThat(submit("any", large)).isInstanceOf(Submission.Accepted.class);
    world.settle();
    worker.held.forEach(then -> then.accept(new Answer.Output("1")));
    assertThat(submit("few", large))
        .as("once there is room")
        .isInstanceOf(Submission.Accepted.class);
  }

  private JobId accepted(String service) {
    return accepted(service, "{}");
  }

  private JobId accepted(String service, String input) {
    return ((Submission.Accepted) submit(service, input)).id();
  }

  private Submission submit(String service, String input) {
    return desk.submit(
            List.of(JobRequest.of(ANNA, List.of(new ServiceName(service)), input, false)), HERE)
        .getFirst();
  }

  private long calls(String service) {
    return worker.calls.stream().filter(call -> call.service().value().equals(service)).count();
  }

  private List<String> failures(List<JobId> ids) {
    return ids.stream()
        .map(id -> desk.find(ANNA, id).orElseThrow())
        .filter(job -> job.status() == JobStatus.FAILED)
        .flatMap(job -> error(job).stream())
        .toList();
  }

  private static Optional<String> error(Job job) {
    return Stream.of(job.results().getLast())
        .map(step -> ((StepResult.Failure) step).error())
        .findFirst();
  }
}
