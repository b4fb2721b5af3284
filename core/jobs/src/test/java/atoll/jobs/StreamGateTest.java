package atoll.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.VirtualThreadDispatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams of a service that takes one call at once, beside one without a limit of its own. */
@Timeout(30)
class StreamGateTest {
  private static final ServiceName ONE = new ServiceName("one");
  private static final ServiceName ANY = new ServiceName("any");

  private final VirtualThreadDispatcher dispatcher = new VirtualThreadDispatcher("test");
  private final Admission admission =
      new Admission(
          List.of(
              new ServiceOffer(ONE, true, true, List.of(), OptionalInt.of(1)),
              new ServiceOffer(ANY, true, true, List.of(), OptionalInt.empty())));
  private final Turns turns = new Turns(64, admission::mostCalls, dispatcher);
  private final StreamGate gate = new StreamGate(2, admission, turns);

  @AfterEach
  void stop() {
    dispatcher.close();
  }

  @Test
  void oneThatWaitsKeepsNobodyElseOut() throws Exception {
    var inside = open(ONE);
    assertThat(inside.enter()).isEmpty();
    var waiting = entering(open(ONE));
    var other = open(ANY);
    assertThat(other.enter()).isEmpty();
    assertThat(gate.open(ANY)).as("two are inside").isEmpty();
    inside.leave();
    assertThat(waiting.get()).as("its turn came").isEmpty();
    assertThat(gate.open(ANY)).as("two are inside again").isEmpty();
    other.leave();
    assertThat(gate.open(ANY)).isPresent();
  }

  @Test
  void itWaitsForJobsAsForStreams() throws Exception {
    assertThat(turns.tryTake(ONE)).isTrue();
    var waiting = entering(open(ONE));
    assertThat(waiting.isDone()).isFalse();
    turns.giveBack(ONE);
    assertThat(waiting.get()).isEmpty();
    assertThat(turns.tryTake(ONE)).as("the stream has the turn").isFalse();
  }

  @Test
  void theLineOfOneServiceHasAnEnd() {
    var passes = new ArrayList<StreamGate.Pass>();
    for (var pass = gate.open(ONE); pass.isPresent(); pass = gate.open(ONE)) passes.add(pass.get());
    assertThat(passes).hasSize(33);
    passes.getLast().leave();
    passes.getLast().leave();
    assertThat(gate.open(ONE)).as("one left the line").isPresent();
    assertThat(gate.open(ONE)).as("and that once").isEmpty();
    passes.forEach(StreamGate.Pass::leave);
    assertThat(turns.tryTake(ONE)).isTrue();
  }

  @Test
  void aTurnThatComesAfterAnInterruptionIsNotLost() throws Exception {
    var inside = open(ONE);
    var pass = open(ONE);
    var begun = new CountDownLatch(1);
    var over = new CompletableFuture<Boolean>();
    var thread =
        Thread.startVirtualThread(() -> {
          begun.countDown();
          try {
            over.complete(pass.enter().isEmpty());
          } catch (InterruptedException e) {
            over.completeExceptionally(e);
          } finally {
            pass.leave();
          }
        });
    begun.await();
    thread.interrupt();
    thread.join();
    assertThat(over).isCompletedExceptionally();
    var next = entering(open(ONE));
    inside.leave();
    assertThat(next.get()).isEmpty();
  }

  @Test
  void oneThatWaitsWhenTheNodeStopsIsToldSo() throws Exception {
    var inside = open(ONE);
    var waiting = entering(open(ONE));
    turns.close();
    assertThat(waiting.get()).contains(StreamRun.STOPPED);
    inside.leave();
    assertThat(turns.tryTake(ONE)).as("nobody gets a turn any more").isFalse();
  }

  private StreamGate.Pass open(ServiceName service) {
    return gate.open(service).orElseThrow();
  }

  private Future<Optional<String>> entering(StreamGate.Pass pass) {
    var entered = new CompletableFuture<Optional<String>>();
    dispatcher.execute(() -> {
      try {
        entered.complete(pass.enter());
      } catch (InterruptedException e) {
        entered.completeExceptionally(e);
      }
    });
    return entered;
  }
}
