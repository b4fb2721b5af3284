package atoll.kernel;

import java.util.ArrayDeque;
import java.util.Deque;

/** Parts that were started in order, and stop in reverse order, each exactly once. */
public final class Lifecycle implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  public synchronized <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /**
   * Stops every part even if one fails; the first failure is thrown, the others are attached to it.
   */
  @Override
  public synchronized void close() {
    AtollException failure = null;
    while (!parts.isEmpty()) {
      var part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        if (e instanceof InterruptedException) Thread.currentThread().interrupt();
        if (failure == null)
          failure =
              new AtollException(
                  ErrorCode.INTERNAL, "stopping " + part.getClass().getSimpleName(), e);
        else failure.addSuppressed(e);
      }
    }
    if (failure != null) throw failure;
  }
}
