package atoll.chain.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import com.esaulpaugh.headlong.abi.Tuple;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** §5.2, §5.7: subscriptions begin, go through their intervals, are answered and end. */
class SubscriptionTest extends OnChain {

  @Test
  void aSubscriptionIsKeptAsItWasAskedFor() throws Exception {
    var consumer = subscriber();
    long id = subscribe(consumer, 3, 60, 2, true);
    long made = world.anvil.now();
    assertThat(id).isEqualTo(1);
    assertThat(terms(id))
        .isEqualTo(
            new Terms(
                consumer.address,
                made + 60,
                60,
                3,
                2,
                ContainerId.of("echo"),
                true,
                NOBODY,
                BigInteger.ZERO,
                NOBODY,
                NOBODY));
    assertThat(subscribe(consumer, 1, 1, 1, false)).isEqualTo(2);
    assertThat(world.coordinator.<Long>asked("id")).isEqualTo(3L);
    assertThat(terms(99).owner()).isEqualTo(NOBODY);
  }

  @Test
  void aCallbackIsAnsweredOnceByEachOfSoManyNodesAndNeverExpires() throws Exception {
    var consumer = callback();
    long id = request(consumer, 2);
    assertThat(consumer.<byte[]>asked("getContainerInputs", id, 1L, 0L, world.node.address()))
        .isEqualTo(INPUT);
    world.anvil.goTo(world.anvil.now() + 10_000_000);

    var first = deliver(world.node, id, 1);
    var fulfilled = world.coordinator.event(first, "SubscriptionFulfilled");
    assertThat(fulfilled.<Long>get(0)).isEqualTo(id);
    assertThat(fulfilled.<Object>get(1)).isEqualTo(world.node.address());
    var received = consumer.event(first, "Received");
    assertThat(received.<Integer>get(2)).isEqualTo(1);
    assertThat(received.<Object>get(3)).isEqualTo(world.node.address());
    assertThat(received.<byte[]>get(4)).isEqualTo(INPUT);
    assertThat(received.<byte[]>get(5)).isEqualTo(OUTPUT);
    assertThat(received.<byte[]>get(6)).isEqualTo(PROOF);
    assertThat(received.<byte[]>get(7)).isEqualTo(new byte[32]);
    assertThat(received.<BigInteger>get(8)).isZero();

    assertThat(refused(world.node, id, 1)).isEqualTo("NodeRespondedAlready");
    assertThat(consumer.event(deliver(world.secondNode, id, 1), "Received").<Integer>get(2))
        .isEqualTo(2);
    assertThat(answers(id, 1)).isEqualTo(2);
    assertThat(refused(world.stranger, id, 1)).isEqualTo("IntervalCompleted");
    assertThat(
            world.coordinator.<Boolean>asked(
                "nodeResponded", (Object) StateKeys.answer(id, 1, world.node.address()).bytes()))
        .isTrue();
  }

  @Test
  void anIntervalIsAnsweredWhileItIsNow() throws Exception {
    var consumer = subscriber();
    long id = subscribe(consumer, 2, 100, 1, false);
    long begins = terms(id).activeAt();
    assertThat(refused(world.node, id, 1)).isEqualTo("SubscriptionNotActive");
    world.anvil.goTo(begins);
    assertThat(refused(world.node, id, 2)).isEqualTo("IntervalMismatch");
    deliver(world.node, id, 1);
    world.anvil.goTo(begins + 100);
    assertThat(refused(world.node, id, 1)).isEqualTo("IntervalMismatch");
    assertThat(world.coordinator.<Long>asked("getSubscriptionInterval", begins, 100L)).isEqualTo(2);
    deliver(world.node, id, 2);
    world.anvil.goTo(begins + 200);
    assertThat(refused(world.node, id, 3)).isEqualTo("SubscriptionCompleted");
  }

  @Test
  void aCallbackHasOneIntervalOnly() throws Exception {
    long id = request(callback(), 1);
    assertThat(refused(world.node, id, 0)).isEqualTo("IntervalMismatch");
    assertThat(refused(world.node, id, 2)).isEqualTo("IntervalMismatch");
  }

  @Test
  void whatNobodyAskedForIsNotFound() throws Exception {
    assertThat(refused(world.node, 7, 1)).isEqualTo("SubscriptionNotFound");
  }

  @Test
  void withoutRedundancyNobodyCanAnswer() throws Exception {
    assertThat(refused(world.node, request(callback(), 0), 1)).isEqualTo("IntervalCompleted");
  }

  @Test
  void onlyItsOwnerCancelsASubscriptionAndMayRepeatIt() throws Exception {
    var consumer = subscriber();
    long id = subscribe(consumer, 9, 1, 1, false);
    assertThat(world.coordinator.refuses(world.stranger, "cancelSubscription", id))
        .isEqualTo("NotSubscriptionOwner");
    assertThat(world.coordinator.refuses(world.stranger, "cancelSubscription", 99L))
        .isEqualTo("NotSubscriptionOwner");
    for (int i = 0; i < 2; i++)
      assertThat(
              world
                  .coordinator
                  .event(consumer.does(world.user, "cancel", id), "SubscriptionCancelled")
                  .<Long>get(0))
          .isEqualTo(id);
    assertThat(terms(id).isCancelled()).isTrue();
    assertThat(terms(id).owner()).isEqualTo(consumer.address);
    assertThat(refused(world.node, id, 1)).isEqualTo("SubscriptionNotActive");
  }

  @Test
  void aConsumerThatRefusesLeavesNothingChanged() throws Exception {
    var consumer = callback();
    long id = request(consumer, 1);
    consumer.does(world.user, "refuse", true);
    assertThat(refused(world.node, id, 1)).isEqualTo("Refused");
    consumer.does(world.user, "refuse", false);
    assertThat(answers(id, 1)).isZero();
    deliver(world.node, id, 1);
  }

  @Test
  void onlyTheCoordinatorHandsAConsumerAnAnswer() throws Exception {
    assertThat(
            callback()
                .refuses(
                    world.stranger,
                    "rawReceiveCompute",
                    1L,
                    1L,
                    1,
                    world.stranger.address(),
                    NOTHING,
                    OUTPUT,
                    NOTHING,
                    new byte[32],
                    BigInteger.ZERO))
        .isEqualTo("NotCoordinator");
  }

  @Test
  void aReaderReadsManyAtOnce() throws Exception {
    var consumer = callback();
    request(consumer, 3);
    long second = request(consumer, 3);
    deliver(world.node, second, 1);
    Tuple[] batch = world.reader.asked("readSubscriptionBatch", 1L, 4L);
    assertThat(Arrays.stream(batch).map(Terms::of).map(Terms::owner))
        .containsExactly(consumer.address, consumer.address, NOBODY);
    assertThat(world.reader.<Tuple[]>asked("readSubscriptionBatch", 2L, 2L)).isEmpty();
    assertThat(world.reader.refuses(world.user, "readSubscriptionBatch", 3L, 2L))
        .isEqualTo("Panic 17");
    assertThat(
            world.reader.<int[]>asked(
                "readRedundancyCountBatch", new long[] {1, 2}, new long[] {1, 1}))
        .containsExactly(0, 1);
    assertThat(
            world.reader.refuses(
                world.user, "readRedundancyCountBatch", new long[] {1, 2}, new long[] {1}))
        .isEqualTo("Panic 50");
  }

  @Test
  void aListedConsumerTakesAnswersOnlyFromNodesItKnows() throws Exception {
    var arguments =
        com.esaulpaugh.headlong.abi.TupleType.parse("(address,address[])")
            .encode(
                Tuple.from(
                    world.at.registry(),
                    new com.esaulpaugh.headlong.abi.Address[] {world.node.address()}))
            .array();
    var consumer = world.make("ListedCallback", arguments);
    long id = created(consumer.does(world.user, "request", "echo", 2));
    assertThat(refused(world.secondNode, id, 1)).isEqualTo("NodeNotAllowed");
    consumer.event(deliver(world.node, id, 1), "Heard");
    consumer.does(
        world.user,
        "update",
        List.of(world.node.address(), world.secondNode.address())
            .toArray(com.esaulpaugh.headlong.abi.Address[]::new),
        new boolean[] {false, true});
    assertThat(consumer.<Boolean>asked("isAllowedNode", world.node.address())).isFalse();
    consumer.event(deliver(world.secondNode, id, 1), "Heard");
  }
}
