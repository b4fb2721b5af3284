package atoll.journal.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets whoever commits at the same time share one flush. There is no thread of its own: the first
 * who comes leads, takes along all who came meanwhile, and hands over to the next who waits.
 */
final class GroupCommit {
  /** What is written at once, in bytes, unless one batch alone has more. */
  private static final int LARGEST = 1 << 20;

  private final Leader leader;
  private final ArrayDeque<Member> waiting = new ArrayDeque<>();
  private boolean led;

  GroupCommit(Leader leader) {
    this.leader = leader;
  }

  /** What one thread at a time does for all. */
  interface Leader {
    /** Answers each member; if it throws, all fail with that. */
    void flush(List<Member> group);

    /** Called after a flush when nobody waits for the next. */
    void rest();
  }

  /** Blocks until {@code mine} is answered. */
  void commit(Member mine) {
    boolean leads;
    synchronized (waiting) {
      waiting.add(mine);
      leads = !led;
      led = true;
    }
    if (leads || mine.waitsToLead()) lead();
  }

  private void lead() {
    var group = take();
    try {
      leader.flush(group);
    } catch (RuntimeException | Error e) {
      for (var member : group) member.fail(e);
    }
    boolean passedOn = passOn(false);
    for (var member : group) member.release();
    if (passedOn) return;
    try {
      leader.rest();
    } finally {
      var _ = passOn(true);
    }
  }

  private List<Member> take() {
    var group = new ArrayList<Member>();
    synchronized (waiting) {
      long bytes = 0;
      for (Member next = waiting.peek(); next != null; next = waiting.peek()) {
        bytes += next.encoded().length;
        if (bytes > LARGEST && !group.isEmpty()) break;
        group.add(waiting.remove());
      }
    }
    return group;
  }

  private boolean passOn(boolean orStop) {
    @Nullable Member next;
    synchronized (waiting) {
      next = waiting.peek();
      if (next == null && orStop) led = false;
    }
    if (next == null) return false;
    next.callToLead();
    return true;
  }
}
