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
 * @param foreign whether the host and the origin that a request names are nothing to it, and no
 *     browser is told anything of them, as a protocol has it that knows neither
 */
public record Route(
    Method method,
    String path,
    Handler handler,
    int bodyBytes,
    int atOnce,
    Function<Problem, Response> refusal,
    boolean foreign) {

  /** Refuses with problem details (RFC 9457). */
  public static Route of(Method method, String path, Handler handler) {
    return new Route(method, path, handler, -1, Integer.MAX_VALUE, Problem::response, false);
  }

  public Route withBodyUpTo(int bytes) {
    return new Route(method, path, handler, bytes, atOnce, refusal, foreign);
  }

  public Route withAtMost(int requestsAtOnce) {
    return new Route(method, path, handler, bodyBytes, requestsAtOnce, refusal, foreign);
  }

  /** Refuses in another shape, as a foreign protocol needs it. */
  public Route refusingWith(Function<Problem, Response> shape) {
    return new Route(method, path, handler, bodyBytes, atOnce, shape, foreign);
  }

  /** Answers whatever host a request names, or none, and pages of any origin. */
  public Route forAnyHostAndOrigin() {
    return new Route(method, path, handler, bodyBytes, atOnce, refusal, true);
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
