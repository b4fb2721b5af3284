package atoll.actor;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.GossipValidator.Verdict;
import atoll.actor.Receiver.Receipt;
import atoll.capability.Topic;
import atoll.identity.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InMemoryNetworkTest {
  private static final PeerId A = PeerId.of(Vectors.A.publicKey());
  private static final PeerId B = PeerId.of(Vectors.B.publicKey());
  private static final PeerId C = PeerId.of(Vectors.C.publicKey());

  @Nested
  class OnVirtualThreads extends TransportContract {
    private final VirtualThreadDispatcher dispatcher = new VirtualThreadDispatcher("test");
    private final InMemoryNetwork network =
        new InMemoryNetwork(dispatcher, InstantSource.system(), System::nanoTime);
    private final Transport one = network.join(A);
    private final Transport other = network.join(B);

    @Override
    protected Transport one() {
      return one;
    }

    @Override
    protected Transport other() {
      return other;
    }

    @Override
    protected PeerId nobody() {
      return C;
    }

    @Override
    protected Instant now() {
      return Instant.now();
    }

    @AfterEach
    void stop() {
      network.close();
      dispatcher.close();
    }
  }

  private final SteppedDispatcher world =
      new SteppedDispatcher(Instant.parse("2030-01-01T00:00:00Z"), new Random(7));
  private final InMemoryNetwork network = new InMemoryNetwork(world, world, world);
  private final Transport a = network.join(A);
  private final Transport b = network.join(B);
  private final List<Duration> arrivals = new ArrayList<>();

  @Test
  void aMessageTakesHalfARoundTripAndItsSenderKnowsAfterAWholeOne() {
    network.conditions().roundTrip(A, B, Duration.ofMillis(80));
    receiveAtB();
    var outcome = sendToB(100);
    world.advance(Duration.ofMillis(39));
    assertThat(arrivals).isEmpty();
    world.advance(Duration.ofMillis(1));
    assertThat(arrivals).containsExactly(Duration.ofMillis(40));
    assertThat(outcome).isNotDone();
    world.advance(Duration.ofMillis(40));
    assertThat(outcome).isCompletedWithValue(SendOutcome.SENT);
  }

  @Test
  void aNarrowWayCarriesOneMessageAfterTheOther() {
    network.conditions().bandwidth(A, B, 8_000);
    receiveAtB();
    var first = sendToB(500);
    var second = sendToB(250);
    world.advance(Duration.ofSeconds(1));
    assertThat(arrivals).containsExactly(Duration.ofMillis(500), Duration.ofMillis(750));
    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
  }

  @Test
  void pingAndProbeMeasureWhatTheWayIsLike() {
    network.conditions().roundTrip(A, B, Duration.ofMillis(30));
    network.conditions().bandwidth(A, B, 50_000_000);
    var ping = a.ping(B);
    var flow = a.probe(B, 1_000_000, Duration.ofSeconds(2));
    world.advance(Duration.ofSeconds(2));
    assertThat(ping).isCompletedWithValueMatching(time -> time.toMillis() == 30);
    assertThat(flow.join().bitsPerSecond()).isBetween(49_900_000L, 50_100_000L);
  }

  @Test
  void aProbeEndsInTimeOnASlowWay() {
    network.conditions().bandwidth(A, B, 2_000_000);
    var flow = a.probe(B, 4_000_000, Duration.ofSeconds(1));
    world.advance(Duration.ofSeconds(1));
    assertThat(flow.join().bitsPerSecond()).isBetween(1_990_000L, 2_010_000L);
  }

  @Test
  void acrossAPartitionNothingArrivesUntilItHeals() {
    receiveAtB();
    network.conditions().partition(Set.of(B));
    var during = sendToB(1);
    world.settle();
    assertThat(during.join()).isInstanceOf(SendOutcome.Unreachable.class);
    assertThat(a.peers()).isEmpty();
    network.conditions().heal();
    assertThat(a.peers()).containsExactly(B);
    var after = sendToB(1);
    world.settle();
    assertThat(after.join()).isEqualTo(SendOutcome.SENT);
  }

  @Test
  void whatIsLostIsNotNoticedBySending() {
    receiveAtB();
    network.conditions().lose((from, to) -> to.equals(B));
    var lost = sendToB(1);
    world.settle();
    assertThat(lost.join()).isEqualTo(SendOutcome.SENT);
    assertThat(arrivals).isEmpty();
  }

  @Test
  void whatArrivesTooLateIsNotHandedOver() {
    network.conditions().roundTrip(A, B, Duration.ofMinutes(2));
    receiveAtB();
    var late = sendToB(1);
    world.advance(Duration.ofMinutes(3));
    assertThat(late.join()).isInstanceOf(SendOutcome.Unreachable.class);
    assertThat(arrivals).isEmpty();
  }

  @Test
  void aFullReceiverIsToldToTheSender() {
    var registration = b.receive("root", (_, _) -> Receipt.FULL);
    var refused = sendToB(1);
    world.settle();
    assertThat(refused.join()).isInstanceOf(SendOutcome.Overloaded.class);
    registration.close();
  }

  @Test
  void aHostThatSendsTooMuchAtOnceIsTold() {
    receiveAtB();
    var outcomes = new ArrayList<CompletableFuture<SendOutcome>>();
    for (int i = 0; i < 4097; i++) outcomes.add(sendToB(1));
    assertThat(outcomes.removeLast().join()).isInstanceOf(SendOutcome.Overloaded.class);
    world.settle();
    assertThat(outcomes).allSatisfy(o -> assertThat(o.join()).isEqualTo(SendOutcome.SENT));
  }

  @Test
  void theSameSeedLivesTheSameLife() {
    assertThat(life(3)).isEqualTo(life(3));
  }

  private static List<String> life(long seed) {
    var random = new Random(seed);
    var world = new SteppedDispatcher(Instant.EPOCH, random);
    var network = new InMemoryNetwork(world, world, world);
    var story = new ArrayList<String>();
    var hosts = List.of(network.join(A), network.join(B), network.join(C));
    network.conditions().lose((_, _) -> random.nextInt(4) == 0);
    for (var host : hosts)
      host.subscribe(
          new Topic("/t"),
          (_, _) -> Verdict.ACCEPT,
          (from, message) -> {
            story.add(
                host.self() + " heard " + message[0] + " from " + from + " at " + world.nanos());
            return Receipt.TAKEN;
          });
    for (int i = 0; i < 20; i++) {
      network.conditions().roundTrip(A, C, Duration.ofMillis(random.nextInt(90)));
      hosts.get(random.nextInt(3)).publish(new Topic("/t"), new byte[] {(byte) i});
      world.advance(Duration.ofMillis(random.nextInt(20)));
    }
    world.advance(Duration.ofSeconds(1));
    return story;
  }

  private void receiveAtB() {
    var start = world.nanos();
    b.receive(
        "root",
        (_, _) -> {
          arrivals.add(Duration.ofNanos(world.nanos() - start));
          return Receipt.TAKEN;
        });
  }

  private CompletableFuture<SendOutcome> sendToB(int bytes) {
    return a.send(new Address(B.text(), "root"), new byte[bytes], world.instant().plusSeconds(30));
  }
}
