package atoll.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Broken machinery: says what was being done and for whom. Expected answers are results, never
 * this.
 */
public class AtollException extends RuntimeException {
  private final ErrorCode code;

  public AtollException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public AtollException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
