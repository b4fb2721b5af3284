package atoll.chain.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import com.esaulpaugh.headlong.abi.Tuple;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** §5.6: lazy answers wait in the inbox. */
class InboxTest extends OnChain {
  private final byte[] echo = ContainerId.of("echo").bytes();

  @Test
  void aLazyAnswerWaitsAndTheConsumerIsToldWhere() throws Exception {
    var consumer = subscriber();
    long id = subscribe(consumer, 1, 0, 2, true);
    var receipt = deliver(world.node, id, 1);
    var received = consumer.event(receipt, "Received");
    assertThat(received.<byte[]>get(4)).isEmpty();
    assertThat(received.<byte[]>get(5)).isEmpty();
    assertThat(received.<byte[]>get(6)).isEmpty();
    assertThat(received.<byte[]>get(7)).isEqualTo(echo);
    assertThat(received.<BigInteger>get(8)).isZero();
    var announced = world.inbox.event(receipt, "NewInboxItem");
    assertThat(announced.<Object>get(1)).isEqualTo(world.node.address());

    Tuple item = consumer.asked("readInbox", echo, world.node.address(), BigInteger.ZERO);
    assertThat(item.<Long>get(0)).isEqualTo(world.anvil.now());
    assertThat(item.<Long>get(1)).isEqualTo(id);
    assertThat(item.<Long>get(2)).isEqualTo(1L);
    assertThat(item.<byte[]>get(3)).isEqualTo(INPUT);
    assertThat(item.<byte[]>get(4)).isEqualTo(OUTPUT);
    assertThat(item.<byte[]>get(5)).isEqualTo(PROOF);
  }

  @Test
  void anAnswerThatTheConsumerRefusesIsNotInTheInbox() throws Exception {
    var consumer = subscriber();
    long id = subscribe(consumer, 1, 0, 1, true);
    consumer.does(world.user, "refuse", true);
    assertThat(refused(world.node, id, 1)).isEqualTo("Refused");
    assertThat(world.inbox.refuses(world.user, "read", echo, world.node.address(), BigInteger.ZERO))
        .startsWith("Panic");
  }

  @Test
  void anyoneLeavesAnswersInTheirOwnNameInOrder() throws Exception {
    for (long index = 0; index < 3; index++)
      assertThat(
              world
                  .inbox
                  .event(
                      world.inbox.does(world.stranger, "write", echo, INPUT, OUTPUT, PROOF),
                      "NewInboxItem")
                  .<BigInteger>get(2))
          .isEqualTo(index);
    Tuple item = world.inbox.asked("read", echo, world.stranger.address(), BigInteger.TWO);
    assertThat(item.<Long>get(1)).isZero();
    assertThat(item.<byte[]>get(4)).isEqualTo(OUTPUT);
    var direct = world.inbox.results("items", echo, world.stranger.address(), BigInteger.TWO);
    assertThat(direct.<byte[]>get(5)).isEqualTo(PROOF);
  }

  @Test
  void nobodyLeavesAnswersInTheNameOfAnother() throws Exception {
    assertThat(
            world.inbox.refuses(
                world.stranger,
                "writeViaCoordinator",
                echo,
                world.node.address(),
                1L,
                1L,
                INPUT,
                OUTPUT,
                PROOF))
        .isEqualTo("NotCoordinator");
  }
}
