package atoll.workload.docker;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import com.github.dockerjava.api.exception.DockerException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The engine refused an order, or could not be reached; the message is for people. */
final class EngineException extends AtollException {
  private static final int MAX_WORDS = 1000;

  /** The engine's HTTP status; 0 if it was not reached. */
  private final int status;

  private EngineException(ErrorCode code, int status, String words, @Nullable Throwable cause) {
    super(code, words, cause);
    this.status = status;
  }

  /** The engine answered {@code status} with {@code body}, which says why in JSON. */
  static EngineException refusal(int status, String body, @Nullable Throwable cause) {
    return new EngineException(ErrorCode.EXECUTOR_FAILED, status, words(body), cause);
  }

  static EngineException unreachable(URI engine, @Nullable Throwable cause) {
    return new EngineException(
        ErrorCode.UNREACHABLE, 0, "no Docker engine answers at " + engine + why(cause), cause);
  }

  /** What went wrong in a call to the client library. */
  static EngineException of(URI engine, RuntimeException thrown) {
    return switch (thrown) {
      case EngineException known -> known;
      case DockerException refused ->
          refusal(refused.getHttpStatus(), String.valueOf(refused.getMessage()), refused);
      default -> unreachable(engine, thrown);
    };
  }

  boolean reached() {
    return status != 0;
  }

  boolean notFound() {
    return status == 404;
  }

  /** Also what the engine says of an order that a container's state makes pointless. */
  boolean conflict() {
    return status == 409 || status == 304;
  }

  String words() {
    return String.valueOf(getMessage());
  }

  private static String words(String body) {
    int json = body.indexOf('{'); // the client library puts the status before it
    var said = body;
    if (json >= 0)
      try {
        var fields =
            Fields.of(
                StrictJson.MESSAGE.read(body.substring(json).getBytes(StandardCharsets.UTF_8)));
        said = fields.optionalText("message").orElse(body);
      } catch (MalformedJsonException _) {
        said = body;
      }
    said = said.strip();
    return said.length() <= MAX_WORDS ? said : said.substring(0, MAX_WORDS) + " …";
  }

  private static String why(@Nullable Throwable cause) {
    var deepest = cause;
    while (deepest != null && deepest.getCause() != null) deepest = deepest.getCause();
    return deepest == null || deepest.getMessage() == null ? "" : ": " + deepest.getMessage();
  }
}
