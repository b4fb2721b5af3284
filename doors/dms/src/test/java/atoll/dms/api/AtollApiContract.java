package atoll.dms.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.dms.Fixture;
import atoll.dms.InMemoryDeployments;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AtollException;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every way of asking a node answers, in the same words. */
@Timeout(60)
abstract class AtollApiContract {
  static final EnsembleId UNKNOWN = new EnsembleId("unknown");
  static final Duration PATIENCE = Duration.ofMinutes(5);

  final InMemoryDeployments deployments = Fixture.deployments();

  abstract AtollApi api() throws Exception;

  @Test
  void theNodeSaysWhoItIs() throws Exception {
    assertThat(api().node()).isEqualTo(Fixture.NODE);
  }

  @Test
  void aPlanSaysWhereEachNodeWouldGoWhatItWouldCostAndWhyNotElsewhere() throws Exception {
    var plan = api().plan(Fixture.ONE_TASK);
    assertThat(plan.fits()).isTrue();
    assertThat(plan.asked()).isEqualTo(2);
    assertThat(plan.placements())
        .singleElement()
        .satisfies(placement -> {
          assertThat(placement.node()).isEqualTo("n1");
          assertThat(placement.allocations()).containsExactly("n1.a");
          assertThat(placement.location()).isEqualTo("EU/DE/Berlin");
          assertThat(placement.holds().cpuMillicores()).isEqualTo(500);
          assertThat(placement.holds().memoryBytes()).isEqualTo(64 << 20);
          assertThat(placement.microCreditsPerHour()).as("half of 2001, rounded up").hasValue(1001);
        });
    assertThat(plan.explanations())
        .singleElement()
        .satisfies(other -> {
          assertThat(other.node()).isEqualTo("n1");
          assertThat(other.reasons()).isNotEmpty();
        });
    assertThat(plan.unenforced()).containsExactly("disk: not enforced");
    assertThat(deployments.submissions()).isZero();
  }

  @Test
  void aPlanThatDoesNotFitSaysTheCauseTheNearestMissAndTheChange() throws Exception {
    var plan = api().plan(Fixture.TOO_LARGE);
    assertThat(plan.fits()).isFalse();
    assertThat(plan.placements()).isEmpty();
    assertThat(plan.refusal())
        .hasValueSatisfying(refusal -> {
          assertThat(refusal.forever()).isTrue();
          assertThat(refusal.cause()).isNotEmpty();
          assertThat(refusal.nearestMiss())
              .hasValueSatisfying(miss -> assertThat(miss).contains("A"));
          assertThat(refusal.change())
              .hasValueSatisfying(change -> assertThat(change).contains("4 cores"));
        });
    assertThat(plan.explanations())
        .hasSize(2)
        .allSatisfy(e ->
            assertThat(e.reasons())
                .anySatisfy(r -> assertThat(r.code()).isEqualTo("not_enough_cpu")));
  }

  @Test
  void theSameKeyAgainGivesTheSameIdAndStartsNothing() throws Exception {
    var api = api();
    var id = api.submit("key-1", Fixture.ONE_TASK, PATIENCE);
    assertThat(api.submit("key-1", Fixture.ONE_TASK, PATIENCE)).isEqualTo(id);
    assertThat(deployments.submissions()).isEqualTo(1);
    assertThat(api.submit("key-2", Fixture.ONE_TASK, PATIENCE)).isNotEqualTo(id);
  }

  @Test
  void deploymentsAreListedNewestFirstWithTheirAllocations() throws Exception {
    var api = api();
    var first = api.submit("key-1", Fixture.ONE_TASK, PATIENCE);
    var second = api.submit("key-2", Fixture.ONE_TASK, PATIENCE);
    assertThat(api.deployments()).extracting(DeploymentDocument::id).containsExactly(second, first);
    assertThat(api.deployment(first))
        .hasValueSatisfying(d -> {
          assertThat(d.status()).isEqualTo(DeploymentStatus.RUNNING);
          assertThat(d.metadata()).containsEntry("team", "blue");
          assertThat(d.allocations())
              .singleElement()
              .satisfies(a -> {
                assertThat(a.name()).isEqualTo("n1.a");
                assertThat(a.id()).isEqualTo(first + "_n1.a");
                assertThat(a.status()).isEqualTo(AllocationStatus.PENDING);
                assertThat(a.provider()).isPresent();
                assertThat(a.ports()).containsExactly(new PortDocument(16480, 80));
              });
        });
    assertThat(api.deployment(UNKNOWN)).isEmpty();
  }

  @Test
  void aDeploymentThatWasNotPlacedExplainsItself() throws Exception {
    var api = api();
    var id = api.submit("key-1", Fixture.TOO_LARGE, PATIENCE);
    assertThat(api.explain(id))
        .hasValueSatisfying(e -> {
          assertThat(e.status()).isEqualTo(DeploymentStatus.FAILED);
          assertThat(e.failure())
              .hasValueSatisfying(f -> assertThat(f.code()).isEqualTo(ErrorCode.NOT_PLACED));
          assertThat(e.refusal()).isPresent();
          assertThat(e.explanations()).hasSize(2);
        });
    assertThat(api.explain(UNKNOWN)).isEmpty();
  }

  @Test
  void eventsAreToldFromTheBeginningAndFromAnyNumberOn() throws Exception {
    var api = api();
    var id = api.submit("key-1", Fixture.ONE_TASK, PATIENCE);
    assertThat(told(api, id, 0)).extracting(EventDocument::number).containsExactly(1L, 2L, 3L);
    assertThat(told(api, id, 2))
        .singleElement()
        .isInstanceOfSatisfying(
            EventDocument.StatusChanged.class,
            e -> assertThat(e.status()).isEqualTo(DeploymentStatus.RUNNING));
    assertThat(told(api, id, 3)).isEmpty();
    assertThat(api.events(UNKNOWN, 0, true, _ -> true)).isFalse();
  }

  @Test
  void aFollowerHearsWhatHappensUntilTheDeploymentEnds() throws Exception {
    var api = api();
    var id = api.submit("key-1", Fixture.ONE_TASK, PATIENCE);
    var heard = new ArrayList<EventDocument>();
    var listening = new CountDownLatch(3);
    var done =
        CompletableFuture.supplyAsync(() ->
            follow(
                api,
                id,
                event -> {
                  heard.add(event);
                  listening.countDown();
                  return true;
                }));
    assertThat(listening.await(10, TimeUnit.SECONDS)).isTrue();
    deployments.start(id, "n1.a");
    deployments.exit(id, "n1.a", 3);
    deployments.enter(id, DeploymentStatus.FAILED);
    assertThat(done.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(heard).extracting(EventDocument::number).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(heard.get(4))
        .isInstanceOfSatisfying(
            EventDocument.AllocationChanged.class, e -> assertThat(e.exitCode()).hasValue(3));
  }

  @Test
  void aFollowerMayLeaveBeforeTheEnd() throws Exception {
    var api = api();
    var id = api.submit("key-1", Fixture.ONE_TASK, PATIENCE);
    assertThat(follow(api, id, event -> event.number() < 2)).isTrue();
  }

  @Test
  void outputIsHandedOverFromAnyByteOn() throws Exception {
    var api = api();
    var id = api.submit("key-1", Fixture.ONE_TASK, PATIENCE);
    deployments.start(id, "n1.a");
    deployments.print(id, "n1.a", "hello world");
    deployments.printError(id, "n1.a", "oops");
    assertThat(read(api, id, LogRequest.Stream.STDOUT, 0)).isEqualTo("hello world");
    assertThat(read(api, id, LogRequest.Stream.STDOUT, 6)).isEqualTo("world");
    assertThat(read(api, id, LogRequest.Stream.STDERR, 0)).isEqualTo("oops");
    assertThat(api.logs(id, "n1.a", request(false, 6), _ -> true))
        .isEqualTo(new LogEnd.Stopped(11));
    deployments.exit(id, "n1.a", 0);
    assertThat(api.logs(id, "n1.a", request(false, 0), _ -> true))
        .isEqualTo(new LogEnd.Complete(11));
  }

  @Test
  void outputIsFollowedFromBeforeTheStartToTheEnd() throws Exception {
    var api = api();
    var id = api.submit("key-1", Fixture.ONE_TASK, PATIENCE);
    var text = new StringBuffer();
    var first = new CountDownLatch(1);
    var end =
        CompletableFuture.supplyAsync(() -> {
          try {
            return api.logs(
                id,
                "n1.a",
                request(true, 0),
                chunk -> {
                  text.append(chunk.text());
                  first.countDown();
                  return true;
                });
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    deployments.start(id, "n1.a");
    deployments.print(id, "n1.a", "one ");
    assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
    deployments.print(id, "n1.a", "two");
    deployments.exit(id, "n1.a", 0);
    assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo(new LogEnd.Complete(7));
    assertThat(text).hasToString("one two");
  }

  @Test
  void moreOutputThanOneAnswerHoldsArrivesWholeAndBytesStayBytes() throws Exception {
    var api = api();
    var id = api.submit("key-1", Fixture.ONE_TASK, PATIENCE);
    deployments.start(id, "n1.a");
    deployments.print(id, "n1.a", "ü".repeat(100_000));
    deployments.exit(id, "n1.a", 0);
    var out = new java.io.ByteArrayOutputStream();
    api.logs(
        id,
        "n1.a",
        request(true, 0),
        chunk -> {
          out.writeBytes(chunk.data());
          return true;
        });
    assertThat(out.toString(UTF_8)).isEqualTo("ü".repeat(100_000));
  }

  @Test
  void outputThatIsNotThereIsSaidToBeWhatItIs() throws Exception {
    var api = api();
    var id = api.submit("key-1", Fixture.ONE_TASK, PATIENCE);
    assertThat(api.logs(UNKNOWN, "n1.a", request(true, 0), _ -> true))
        .isEqualTo(new LogEnd.Unknown());
    assertThat(api.logs(id, "n1.b", request(true, 0), _ -> true)).isEqualTo(new LogEnd.Unknown());
    assertThat(api.logs(id, "n1.a", request(false, 0), _ -> true))
        .isEqualTo(new LogEnd.NotStarted());
    deployments.loseProvider(id, "A does not answer");
    assertThat(api.logs(id, "n1.a", request(true, 0), _ -> true))
        .isEqualTo(new LogEnd.Unavailable("A does not answer"));
  }

  @Test
  void aDeploymentThatEndsWithoutAStartHasNoOutputToWaitFor() throws Exception {
    var api = api();
    var id = api.submit("key-1", Fixture.TOO_LARGE, PATIENCE);
    assertThat(api.logs(id, "n1.a", request(true, 0), _ -> true))
        .isEqualTo(new LogEnd.NotStarted());
  }

  @Test
  void onlyARunningDeploymentIsShutDownAndOnlyAnEndedOneForgotten() throws Exception {
    var api = api();
    var id = api.submit("key-1", Fixture.ONE_TASK, PATIENCE);
    assertThat(api.forget(id)).isEqualTo(new ActionAnswer.WrongState(DeploymentStatus.RUNNING));
    assertThat(api.shutdown(id)).isEqualTo(new ActionAnswer.Begun());
    assertThat(api.shutdown(id))
        .isEqualTo(new ActionAnswer.WrongState(DeploymentStatus.SHUTTING_DOWN));
    deployments.enter(id, DeploymentStatus.COMPLETED);
    assertThat(api.forget(id)).isEqualTo(new ActionAnswer.Begun());
    assertThat(api.deployment(id)).isEmpty();
    assertThat(api.shutdown(UNKNOWN)).isEqualTo(new ActionAnswer.Unknown());
    assertThat(api.forget(UNKNOWN)).isEqualTo(new ActionAnswer.Unknown());
  }

  @Test
  void aRunningDeploymentIsChangedUnlessTheChangeCannotBeMade() throws Exception {
    var api = api();
    var id = api.submit("key-1", Fixture.ONE_TASK, PATIENCE);
    assertThat(api.update(UNKNOWN, Fixture.ONE_TASK, PATIENCE, OptionalLong.empty()))
        .isEqualTo(new ActionAnswer.Unknown());
    assertThat(api.update(id, Fixture.renamed(), PATIENCE, OptionalLong.empty()))
        .isEqualTo(new ActionAnswer.Refused("nodes cannot be renamed here"));
    assertThat(api.update(id, Fixture.ensemble("1"), PATIENCE, OptionalLong.empty()))
        .isEqualTo(new ActionAnswer.Begun());
    assertThat(api.update(id, Fixture.ensemble("1"), PATIENCE, OptionalLong.empty()))
        .isEqualTo(new ActionAnswer.WrongState(DeploymentStatus.UPDATING));
  }

  @Test
  void aChangeIsPlannedWithoutBeingMade() throws Exception {
    var api = api();
    var id = api.submit("key-1", Fixture.ONE_TASK, PATIENCE);
    assertThat(api.planUpdate(UNKNOWN, Fixture.ONE_TASK)).isEmpty();
    var plan = api.planUpdate(id, Fixture.ensemble("1")).orElseThrow();
    assertThat(plan.replaced()).containsExactly("n1.hello");
    assertThat(plan.fits()).isTrue();
    assertThat(api.deployment(id).orElseThrow().status()).isEqualTo(DeploymentStatus.RUNNING);
    deployments.enter(id, DeploymentStatus.COMPLETED);
    assertThatThrownBy(() -> api.planUpdate(id, Fixture.ensemble("1")))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
  }

  @Test
  void theProvidersOfTheNodeAreListedWithWhatTheyHost() throws Exception {
    assertThat(api().providers()).isEqualTo(Fixture.LENDING.providers());
    assertThat(api().allocations()).isEqualTo(Fixture.LENDING.allocations());
  }

  @Test
  void aKeyThatIsNoKeyIsRefused() throws Exception {
    var api = api();
    assertThatThrownBy(() -> api.submit("k".repeat(257), Fixture.ONE_TASK, PATIENCE))
        .satisfiesAnyOf(
            e -> assertThat(e).isInstanceOf(IllegalArgumentException.class),
            e ->
                assertThat(e)
                    .isInstanceOfSatisfying(
                        AtollException.class,
                        a -> assertThat(a.code()).isEqualTo(ErrorCode.BAD_REQUEST)));
  }

  private static boolean follow(
      AtollApi api, EnsembleId id, java.util.function.Predicate<EventDocument> reader) {
    try {
      return api.events(id, 0, true, reader);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<EventDocument> told(AtollApi api, EnsembleId id, long after)
      throws InterruptedException {
    var events = new ArrayList<EventDocument>();
    assertThat(api.events(id, after, false, events::add)).isTrue();
    return events;
  }

  private static LogRequest request(boolean follow, long offset) {
    return new LogRequest(LogRequest.Stream.STDOUT, offset, follow);
  }

  private static String read(AtollApi api, EnsembleId id, LogRequest.Stream stream, long offset)
      throws InterruptedException {
    var text = new StringBuilder();
    api.logs(
        id,
        "n1.a",
        new LogRequest(stream, offset, false),
        chunk -> {
          text.append(chunk.text());
          return true;
        });
    return text.toString();
  }
}
