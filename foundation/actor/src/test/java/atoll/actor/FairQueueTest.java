package atoll.actor;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.FairQueue.Lane;
import atoll.identity.PeerId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private static final PeerId A = PeerId.of(Vectors.A.publicKey());
  private static final PeerId B = PeerId.of(Vectors.B.publicKey());

  private final FairQueue<String> queue = new FairQueue<>(10, 6);

  @Test
  void aFloodOfOneNeighbourDelaysAnotherByOneMessage() {
    for (int i = 0; i < 5; i++) queue.offer(A, Lane.ORDINARY, "a" + i, 1);
    queue.offer(B, Lane.ORDINARY, "b0", 1);
    queue.offer(B, Lane.ORDINARY, "b1", 1);
    assertThat(drained()).containsExactly("a0", "b0", "a1", "b1", "a2", "a3", "a4");
  }

  @Test
  void theReservedLaneGoesFirstAndStarvesNobody() {
    for (int i = 0; i < 2; i++) queue.offer(A, Lane.ORDINARY, "o" + i, 1);
    for (int i = 0; i < 5; i++) queue.offer(A, Lane.RESERVED, "r" + i, 1);
    assertThat(drained()).containsExactly("r0", "r1", "r2", "o0", "r3", "r4", "o1");
  }

  @Test
  void oneNeighbourCannotTakeAllTheRoom() {
    for (int i = 0; i < 6; i++) assertThat(queue.offer(A, Lane.ORDINARY, "a", 1)).isTrue();
    assertThat(queue.offer(A, Lane.ORDINARY, "a", 1)).isFalse();
    assertThat(queue.offer(A, Lane.RESERVED, "a", 1)).isTrue();
    for (int i = 0; i < 4; i++) assertThat(queue.offer(B, Lane.ORDINARY, "b", 1)).isTrue();
    assertThat(queue.offer(B, Lane.ORDINARY, "b", 1)).isFalse();
    queue.poll();
    queue.poll();
    assertThat(queue.offer(B, Lane.ORDINARY, "b", 1)).isTrue();
  }

  @Test
  void bytesAreBoundedToo() {
    var wide = new FairQueue<String>(1000, 1000);
    int mebibyte = 1 << 20;
    for (int i = 0; i < 16; i++) assertThat(wide.offer(A, Lane.ORDINARY, "a", mebibyte)).isTrue();
    assertThat(wide.offer(A, Lane.ORDINARY, "a", 1)).isFalse();
    assertThat(wide.offer(B, Lane.ORDINARY, "b", 1)).isTrue();
  }

  private List<String> drained() {
    var items = new ArrayList<String>();
    for (var item = queue.poll(); item != null; item = queue.poll()) items.add(item);
    return items;
  }
}
