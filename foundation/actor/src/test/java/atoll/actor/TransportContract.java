package atoll.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import atoll.actor.GossipValidator.Verdict;
import atoll.actor.Receiver.Receipt;
import atoll.capability.Topic;
import atoll.identity.PeerId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every transport promises. */
public abstract class TransportContract {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
  private static final Topic TOPIC = new Topic("/nunet/hello");

  /** Two hosts that can reach each other. */
  protected abstract Transport one();

  protected abstract Transport other();

  /** A host that does not exist. */
  protected abstract PeerId nobody();

  /** Well before anything here expires. */
  protected abstract Instant now();

  private final Queue<byte[]> received = new ConcurrentLinkedQueue<>();

  @Test
  void whatIsSentToAnInboxArrivesThereAndSaysFromWhichHost() throws Exception {
    var from = new ConcurrentLinkedQueue<PeerId>();
    other()
        .receive(
            "root",
            (peer, message) -> {
              from.add(peer);
              return take(peer, message);
            });
    assertThat(send(one(), other().self(), "root")).isInstanceOf(SendOutcome.Sent.class);
    await().untilAsserted(() -> assertThat(received).containsExactly(HELLO));
    assertThat(from).containsExactly(one().self());
  }

  @Test
  void aHostReachesItself() throws Exception {
    one().receive("child", this::take);
    assertThat(send(one(), one().self(), "child")).isInstanceOf(SendOutcome.Sent.class);
    await().untilAsserted(() -> assertThat(received).containsExactly(HELLO));
  }

  @Test
  void anInboxThatIsNotThereOrNoLongerIsCannotBeReached() throws Exception {
    assertThat(send(one(), other().self(), "gone")).isInstanceOf(SendOutcome.Unreachable.class);
    var registration = other().receive("gone", this::take);
    registration.close();
    registration.close();
    assertThat(send(one(), other().self(), "gone")).isInstanceOf(SendOutcome.Unreachable.class);
    assertThat(received).isEmpty();
  }

  @Test
  void aHostThatIsNotThereCannotBeReached() throws Exception {
    assertThat(send(one(), nobody(), "root")).isInstanceOf(SendOutcome.Unreachable.class);
    assertThat(
            one()
                .send(new Address("not a peer".replace(" ", ""), "root"), HELLO, soon())
                .get(9, TimeUnit.SECONDS))
        .isInstanceOf(SendOutcome.Unreachable.class);
    assertThat(one().ping(nobody())).failsWithin(Duration.ofSeconds(9));
  }

  @Test
  void anInboxBelongsToOneReceiverAtATime() {
    other().receive("root", this::take);
    assertThatThrownBy(() -> other().receive("root", this::take))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aMessageOverTheLimitIsNotSent() {
    assertThatThrownBy(() ->
            one().send(new Address(other().self().text(), "root"), new byte[(1 << 20) + 1], soon()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBroadcastReachesEverySubscriberThatAcceptsItThePublisherIncluded() {
    var mine = new ConcurrentLinkedQueue<byte[]>();
    one()
        .subscribe(
            TOPIC,
            (_, _) -> Verdict.ACCEPT,
            (_, message) -> {
              mine.add(message);
              return Receipt.TAKEN;
            });
    other()
        .subscribe(
            TOPIC,
            (_, message) -> message.length == 5 ? Verdict.ACCEPT : Verdict.REJECT,
            this::take);
    one().publish(TOPIC, new byte[6]);
    one().publish(new Topic("/nunet/other"), HELLO);
    one().publish(TOPIC, HELLO);
    await()
        .untilAsserted(() -> {
          assertThat(received).containsExactly(HELLO);
          assertThat(mine).hasSize(2);
        });
  }

  @Test
  void aTopicIsSubscribedToOnceAndCanBeLeft() {
    var registration = other().subscribe(TOPIC, (_, _) -> Verdict.ACCEPT, this::take);
    assertThatThrownBy(() -> other().subscribe(TOPIC, (_, _) -> Verdict.ACCEPT, this::take))
        .isInstanceOf(IllegalStateException.class);
    registration.close();
    other().subscribe(TOPIC, (_, _) -> Verdict.ACCEPT, this::take);
  }

  @Test
  void linksAreMeasured() {
    assertThat(one().ping(other().self()))
        .succeedsWithin(Duration.ofSeconds(9))
        .satisfies(time -> assertThat(time).isPositive());
    assertThat(one().probe(other().self(), 200_000, Duration.ofSeconds(2)))
        .succeedsWithin(Duration.ofSeconds(9))
        .satisfies(flow -> assertThat(flow.bitsPerSecond()).isPositive());
  }

  @Test
  void aHostSeesTheOthersAndNotItself() {
    assertThat(one().peers()).isEqualTo(List.of(other().self()));
  }

  @Test
  void aHostThatLeftNeitherSendsNorReceives() throws Exception {
    other().receive("root", this::take);
    other().close();
    assertThat(send(one(), other().self(), "root")).isInstanceOf(SendOutcome.Unreachable.class);
    assertThat(send(other(), one().self(), "root")).isInstanceOf(SendOutcome.Unreachable.class);
  }

  private Receipt take(PeerId from, byte[] message) {
    received.add(message);
    return Receipt.TAKEN;
  }

  private SendOutcome send(Transport from, PeerId to, String inbox) throws Exception {
    return from.send(new Address(to.text(), inbox), HELLO, soon()).get(9, TimeUnit.SECONDS);
  }

  private Instant soon() {
    return now().plusSeconds(9);
  }
}
