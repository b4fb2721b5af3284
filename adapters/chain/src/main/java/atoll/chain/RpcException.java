package atoll.chain;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A service of the chain could not be reached, or answered with nonsense. */
public final class RpcException extends AtollException {
  private final transient Optional<Duration> retryAfter;

  RpcException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(code, message, cause);
    retryAfter = Optional.empty();
  }

  RpcException(ErrorCode code, String message, Optional<Duration> retryAfter) {
    super(code, message);
    this.retryAfter = retryAfter;
  }

  static RpcException malformed(String what) {
    return new RpcException(ErrorCode.UNREACHABLE, what, Optional.empty());
  }

  /** How long the service asked to be left alone. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
