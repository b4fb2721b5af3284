package atoll.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.subscriptions.HeadTrail.Ids;
import atoll.subscriptions.HeadTrail.Mark;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Infernet §4.5. */
class HeadTrailTest {
  private final HeadTrail trail = new HeadTrail(0);

  @Test
  void everyIdIsReadOnceInPieces() {
    assertThat(trail.unread(1, 500)).isEmpty();
    assertThat(trail.unread(1201, 500))
        .containsExactly(new Ids(1, 501), new Ids(501, 1001), new Ids(1001, 1201));
    trail.read(new Mark(10, "a", 1201));
    assertThat(trail.unread(1201, 500)).isEmpty();
    assertThat(trail.unread(1203, 500)).containsExactly(new Ids(1201, 1203));
  }

  @Test
  void whatIsToBeLeftOutIsLeftOutAlsoWhenTheChainIsBehindIt() {
    var late = new HeadTrail(100);
    assertThat(late.unread(5, 500)).isEmpty();
    late.read(new Mark(1, "a", 5));
    assertThat(late.unread(103, 500)).containsExactly(new Ids(101, 103));
  }

  @Test
  void afterAReorganisationIdsAreReadAgainFromTheLastHeadThatStands() throws Exception {
    for (long block = 1; block <= 5; block++) trail.read(new Mark(block, "h" + block, block * 10));
    assertThat(trail.cut(_ -> true)).isFalse();
    assertThat(trail.cut(mark -> List.of("h1", "h2", "h3").contains(mark.hash()))).isTrue();
    assertThat(trail.next()).isEqualTo(30);
    assertThat(trail.unread(32, 500)).containsExactly(new Ids(30, 32));
  }

  @Test
  void theManyPiecesOfOneHeadAreOneMark() throws Exception {
    trail.read(new Mark(1, "h1", 10));
    for (int piece = 1; piece <= 100; piece++) trail.read(new Mark(2, "h2", 10 + piece));
    assertThat(trail.cut(mark -> mark.hash().equals("h1"))).isTrue();
    assertThat(trail.next()).isEqualTo(10);
  }

  @Test
  void aChainThatWentBackIsNoRangeTheWrongWayRound() {
    trail.read(new Mark(5, "h5", 50));
    assertThat(trail.unread(40, 500)).isEmpty();
  }

  @Test
  void aReorganisationDeeperThanTheTrailReadsAllAgain() throws Exception {
    for (long block = 1; block <= 100; block++) trail.read(new Mark(block, "h" + block, block));
    assertThat(trail.cut(_ -> false)).isTrue();
    assertThat(trail.next()).isEqualTo(1);
  }
}
