package atoll.chain;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * When it is worth asking for the next block, by how far apart the last ones were: a chain that
 * makes a block every twelve seconds need not be asked twice a second (Infernet §9.4). A chain that
 * once made two blocks at short notice may do so again, and is asked often. For one thread.
 */
public final class BlockPace {
  private static final int GAPS = 8;
  private static final int LOOKS_A_BLOCK = 10;
  private static final Duration LONGEST = Duration.ofSeconds(12);

  private final Duration shortest;
  private final Deque<Long> gaps = new ArrayDeque<>();
  private long number = -1;
  private long timestamp;

  /**
   * @param shortest between two questions
   */
  public BlockPace(Duration shortest) {
    this.shortest = shortest;
  }

  /**
   * Takes in the answer to a question for the latest block.
   *
   * @return how long to wait before the next question
   */
  public Duration after(Block latest) {
    boolean isNew = latest.number() > number;
    if (isNew && number >= 0) gap(latest);
    boolean isBack = latest.number() < number;
    number = latest.number();
    timestamp = latest.timestamp();
    if (isBack) gaps.clear();
    if (gaps.size() < GAPS) return shortest;
    var gap = usual();
    var look = longer(shortest, gap.dividedBy(LOOKS_A_BLOCK));
    return isNew ? longer(look, gap.minus(look)) : look;
  }

  private void gap(Block next) {
    long blocks = next.number() - number;
    gaps.addLast(Math.max(0, next.timestamp() - timestamp) * 1000 / blocks);
    if (gaps.size() > GAPS) gaps.removeFirst();
  }

  /** The shortest of late, since a block can be left out. */
  private Duration usual() {
    var least = Duration.ofMillis(gaps.stream().mapToLong(gap -> gap).min().orElse(0));
    return least.compareTo(LONGEST) < 0 ? least : LONGEST;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}
