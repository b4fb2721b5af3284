package atoll.infernet;

import atoll.kernel.ErrorCode;
import atoll.web.Problem;
import atoll.web.RefusedException;
import atoll.web.Request;
import atoll.web.Response;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Reads bodies, of which large ones take turns: as a tree, a body of small values takes many times
 * its own size. Large answers take turns, too, until they are on the wire. Who sends nothing, or
 * reads nothing, takes the turn of nobody who does the other.
 */
final class Bodies {
  /** The original's limit (Infernet §2). */
  static final int LARGEST = 16 << 20;

  private static final int SMALL = 64 << 10;
  private static final int UNIT = 64 << 10;
  private static final int TIMES_AS_TREE = 12;
  private static final int PATIENCE_SECONDS = 20;

  private final Budget coming;
  private final Budget trees;
  private final Budget answers;

  /**
   * @param bytes that all large bodies may take together, as trees
   */
  Bodies(long bytes) {
    coming = new Budget(bytes / 4, 1);
    trees = new Budget(bytes, 0);
    answers = new Budget(bytes / 2, 0);
  }

  /** What is done with a body while there is room for it. */
  @FunctionalInterface
  interface Reader<T> {
    T read(byte[] body) throws InterruptedException;
  }

  /**
   * @throws RefusedException if the body is too large or does not come, or there is no room
   */
  <T> T with(Request request, Reader<T> reader) throws InterruptedException {
    if (isSmall(request)) return reader.read(request.body());
    try (var here = coming.none()) {
      var body = request.body(here::more);
      try (var tree = trees.none()) {
        tree.more(trees.atMost((long) body.length * TIMES_AS_TREE, TreeSize.of(body)));
        return reader.read(body);
      }
    }
  }

  private static boolean isSmall(Request request) {
    return request
        .header("Content-Length")
        .filter(text -> text.matches("\\d{1,18}"))
        .map(text -> Long.parseLong(text) <= SMALL)
        .orElse(false);
  }

  /**
   * Makes an answer of texts that are so long together, and keeps its room until it is sent.
   *
   * @throws RefusedException if there is no room
   */
  Response holding(long length, Supplier<Response.Whole> maker) throws InterruptedException {
    if (length <= SMALL) return maker.get();
    var share = answers.none();
    boolean made = false;
    try {
      share.more(answers.atMost(length * TIMES_AS_TREE, 0));
      var answer = maker.get();
      share.onlyFor(answer.body().length);
      made = true;
      return new Response.Held(answer, share::close);
    } finally {
      if (!made) share.close();
    }
  }

  /** Memory that large requests share. */
  private static final class Budget {
    private final int units;
    private final Semaphore room;
    private final Semaphore beyond;

    /**
     * @param beyond how many may go beyond it, since those that hold a part and wait for the rest
     *     would never come to an end
     */
    private Budget(long bytes, int beyond) {
      units = Math.clamp(bytes / UNIT, 1, 1 << 20);
      room = new Semaphore(units, true);
      this.beyond = new Semaphore(beyond);
    }

    private Share none() {
      return new Share(this);
    }

    /** As much as is usual, or all there is; and as much as is needed, which there must be. */
    private long atMost(long usual, long needed) {
      if (needed / UNIT >= units)
        throw new RefusedException(
            new Problem(
                413,
                ErrorCode.BAD_REQUEST,
                "the body holds more values than this node has memory for; send fewer at once"));
      return Math.max(needed, Math.min(usual, (units - 1L) * UNIT));
    }
  }

  /** What one request has of it. */
  private static final class Share implements AutoCloseable {
    private final Budget budget;
    private long bytes;
    private int taken;
    private boolean isBeyond;

    private Share(Budget budget) {
      this.budget = budget;
    }

    private void more(long further) throws InterruptedException {
      bytes += further;
      int wanted = (int) Math.min(budget.units, 1 + bytes / UNIT) - taken;
      if (isBeyond || wanted <= 0) return;
      if (budget.room.tryAcquire(wanted)) taken += wanted;
      else if (budget.beyond.tryAcquire()) isBeyond = true;
      else if (budget.room.tryAcquire(wanted, PATIENCE_SECONDS, TimeUnit.SECONDS)) taken += wanted;
      else
        throw new RefusedException(
            new Problem(
                503,
                ErrorCode.OVERLOADED,
                "too many large requests at once; try again in a moment"));
    }

    private void onlyFor(long fewer) {
      int back = Math.max(0, taken - (int) Math.min(budget.units, 1 + fewer / UNIT));
      budget.room.release(back);
      taken -= back;
    }

    @Override
    public void close() {
      budget.room.release(taken);
      if (isBeyond) budget.beyond.release();
      taken = 0;
      isBeyond = false;
    }
  }
}
