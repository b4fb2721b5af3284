package atoll.infernet;

import atoll.kernel.ErrorCode;
import atoll.web.Problem;
import atoll.web.RefusedException;
import atoll.web.Request;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reads bodies, of which large ones take turns: as a tree, a body of small values takes many times
 * its own size.
 */
final class Bodies {
  /** The original's limit (Infernet §2). */
  static final int LARGEST = 16 << 20;

  private static final int SMALL = 64 << 10;
  private static final int UNIT = 64 << 10;
  private static final int TIMES_AS_TREE = 12;
  private static final int PATIENCE_SECONDS = 20;

  private final int units;
  private final Semaphore room;

  /**
   * @param bytes that all large bodies may take together, as trees
   */
  Bodies(long bytes) {
    this.units = Math.clamp(bytes / UNIT, 1, 1 << 20);
    this.room = new Semaphore(units, true);
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
    long length =
        request
            .header("Content-Length")
            .filter(text -> text.matches("\\d{1,18}"))
            .map(Long::parseLong)
            .orElse((long) LARGEST);
    if (length <= SMALL || length > LARGEST) return reader.read(request.body());
    int share = (int) Math.min(units, 1 + length * TIMES_AS_TREE / UNIT);
    if (!room.tryAcquire(share, PATIENCE_SECONDS, TimeUnit.SECONDS))
      throw new RefusedException(
          new Problem(
              503, ErrorCode.OVERLOADED, "too many large requests at once; try again in a moment"));
    try {
      return reader.read(request.body());
    } finally {
      room.release(share);
    }
  }
}
