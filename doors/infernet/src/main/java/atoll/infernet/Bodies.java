package atoll.infernet;

import atoll.kernel.ErrorCode;
import atoll.web.Problem;
import atoll.web.RefusedException;
import atoll.web.Request;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reads bodies, of which large ones take turns: as a tree, a body of small values takes many times
 * its own size. Large answers take turns with them.
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

  /** What is made of texts while there is room for it. */
  @FunctionalInterface
  interface Maker<T> {
    T make() throws InterruptedException;
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
    int share = waitFor(length * TIMES_AS_TREE);
    try {
      var body = request.body();
      share += more(TreeSize.of(body), share);
      return reader.read(body);
    } finally {
      room.release(share);
    }
  }

  /**
   * Makes an answer of texts that are so long together.
   *
   * @throws RefusedException if there is no room
   */
  <T> T holding(long length, Maker<T> maker) throws InterruptedException {
    if (length <= SMALL) return maker.make();
    int share = waitFor(length * TIMES_AS_TREE);
    try {
      return maker.make();
    } finally {
      room.release(share);
    }
  }

  private int waitFor(long bytes) throws InterruptedException {
    int share = (int) Math.min(units, 1 + bytes / UNIT);
    if (!room.tryAcquire(share, PATIENCE_SECONDS, TimeUnit.SECONDS)) throw tooMany();
    return share;
  }

  /** What a body of very small values takes beyond its share; whoever has a share never waits. */
  private int more(long bytes, int share) {
    long wanted = 1 + bytes / UNIT;
    if (wanted > units)
      throw new RefusedException(
          new Problem(
              413,
              ErrorCode.BAD_REQUEST,
              "the body holds more values than this node has memory for; send fewer at once"));
    int more = (int) Math.max(0, wanted - share);
    if (!room.tryAcquire(more)) throw tooMany();
    return more;
  }

  private static RefusedException tooMany() {
    return new RefusedException(
        new Problem(
            503, ErrorCode.OVERLOADED, "too many large requests at once; try again in a moment"));
  }
}
