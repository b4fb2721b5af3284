package atoll.subscriptions;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The heads up to which subscriptions were read, the latest last, so that a reorganisation is
 * noticed and what it changed is read again (Infernet §4.5). Ids count from 1 and are given in
 * order.
 */
public final class HeadTrail {
  private static final int LONGEST = 64;

  private final long firstId;
  private final Deque<Mark> marks = new ArrayDeque<>();

  /**
   * A block, and the id that the next subscription would have got in it.
   *
   * @param hash by which it is told from another block in its place
   */
  public record Mark(long block, String hash, long nextId) {}

  /** Ids from one up to but without another. */
  public record Ids(long from, long to) {
    public Ids {
      if (from < 0 || to <= from)
        throw new IllegalArgumentException("no ids from " + from + " to " + to);
    }
  }

  /** Tells whether a block still is where it was. */
  @FunctionalInterface
  public interface Standing {
    boolean stands(Mark mark) throws InterruptedException;
  }

  /**
   * @param startingId the last id that is not to be read
   */
  public HeadTrail(long startingId) {
    this.firstId = startingId + 1;
  }

  /**
   * Forgets the heads that are no longer on the chain.
   *
   * @param standing asked for the latest first, until one stands
   * @return whether any was forgotten
   */
  public boolean cut(Standing standing) throws InterruptedException {
    boolean cut = false;
    while (!marks.isEmpty() && !standing.stands(marks.getLast())) {
      marks.removeLast();
      cut = true;
    }
    return cut;
  }

  /** The head up to which was read last. */
  public Optional<Mark> last() {
    return Optional.ofNullable(marks.peekLast());
  }

  /** The id after the last that was read. */
  public long next() {
    return marks.isEmpty() ? firstId : Math.max(firstId, marks.getLast().nextId());
  }

  /** What there is to read when the chain's next id is this, in pieces of at most {@code most}. */
  public List<Ids> unread(long nextId, int most) {
    var pieces = new ArrayList<Ids>();
    for (long from = next(); from < nextId; from += most)
      pieces.add(new Ids(from, Math.min(nextId, from + most)));
    return pieces;
  }

  /** All that a head holds was read, or a piece of it. */
  public void read(Mark mark) {
    if (last().filter(latest -> latest.hash().equals(mark.hash())).isPresent()) marks.removeLast();
    marks.addLast(mark);
    if (marks.size() > LONGEST) marks.removeFirst();
  }
}
