package atoll.web;

import java.util.function.Function;

/**
 * One address of the server and what answers there.
 *
 * @param path with parameters as {@code {name}}, each one segment
 * @param bodyBytes longest body; negative means the server's own limit
 * @param atOnce requests answered here at once; further ones are refused, so that one route's
 *     callers cannot take the room of the others'
 * @param refusal how a refusal is told here
 */
public record Route(
    Method method,
    String path,
    Handler handler,
    int bodyBytes,
    int atOnce,
    Function<Problem, Response> refusal) {

  /** Refuses with problem details (RFC 9457). */
  public static Route of(Method method, String path, Handler handler) {
    return new Route(method, path, handler, -1, Integer.MAX_VALUE, Problem::response);
  }

  public Route withBodyUpTo(int bytes) {
    return new Route(method, path, handler, bytes, atOnce, refusal);
  }

  public Route withAtMost(int requestsAtOnce) {
    return new Route(method, path, handler, bodyBytes, requestsAtOnce, refusal);
  }

  /** Refuses in another shape, as a foreign protocol needs it. */
  public Route refusingWith(Function<Problem, Response> shape) {
    return new Route(method, path, handler, bodyBytes, atOnce, shape);
  }

  /**
   * Answers requests, each on its own virtual thread, so it may block; interruption means that the
   * server stops.
   */
  @FunctionalInterface
  public interface Handler {
    /**
     * @throws atoll.kernel.AtollException told to the caller as a problem with its code
     */
    Response answer(Request request) throws InterruptedException;
  }
}
