package atoll.web;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.CanonicalJson;
import java.util.List;

/**
 * Why a request was refused, told as problem details (RFC 9457) with our code, which stays the same
 * for ever.
 *
 * @param detail what went wrong, why, and what to do
 * @param problems each single thing that is wrong, if they were found all at once
 */
public record Problem(int status, ErrorCode code, String detail, List<String> problems) {
  public Problem {
    if (status < 400 || status > 599)
      throw new IllegalArgumentException("not a status of a refusal: " + status);
    problems = List.copyOf(problems);
  }

  public Problem(int status, ErrorCode code, String detail) {
    this(status, code, detail, List.of());
  }

  /**
   * How an exception is told to a caller. The message is for them, so it must hold no secret; its
   * cause is not told.
   */
  public static Problem of(AtollException e) {
    return e instanceof RefusedException refused
        ? refused.problem()
        : new Problem(statusOf(e.code()), e.code(), String.valueOf(e.getMessage()));
  }

  public Response response() {
    var json =
        new CanonicalJson()
            .beginObject()
            .name("type")
            .value("urn:atoll:problem:" + code.wireName())
            .name("title")
            .value(title())
            .name("status")
            .value(status)
            .name("code")
            .value(code.wireName())
            .name("detail")
            .value(detail)
            .name("retryable")
            .value(code.retryable());
    if (!problems.isEmpty()) {
      json.name("problems").beginArray();
      problems.forEach(json::value);
      json.endArray();
    }
    var response = Response.text(status, "application/problem+json", json.endObject().toString());
    return switch (status) {
      case 401 -> response.withHeader("WWW-Authenticate", "Bearer");
      case 503 -> response.withHeader("Retry-After", "1");
      default -> response;
    };
  }

  private String title() {
    var words = code.wireName().replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static int statusOf(ErrorCode code) {
    return switch (code) {
      case BAD_REQUEST, EXPIRED -> 400;
      case UNAUTHORISED, KEYSTORE_REFUSED -> 403;
      case UNKNOWN_BEHAVIOUR, NOT_FOUND -> 404;
      case REPLAYED, CONFLICT, NOT_PLACED -> 409;
      case UNREACHABLE -> 502;
      case OVERLOADED -> 503;
      case TIMED_OUT -> 504;
      case EXECUTOR_FAILED, STORAGE_FAILED, CONFIG_REFUSED, INTERNAL -> 500;
    };
  }
}
