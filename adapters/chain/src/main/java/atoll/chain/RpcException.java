package atoll.chain;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service of the chain could not be reached, answered with nonsense, or could not answer this
 * call.
 */
public sealed class RpcException extends AtollException permits CallUnsupported {
  private final transient Optional<Duration> retryAfter;
  private final boolean ofTheCall;

  RpcException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(code, message, cause);
    retryAfter = Optional.empty();
    ofTheCall = false;
  }

  RpcException(ErrorCode code, String message, Optional<Duration> retryAfter) {
    super(code, message);
    this.retryAfter = retryAfter;
    ofTheCall = false;
  }

  /** Of a service that answered, and could not say this. */
  RpcException(String message) {
    super(ErrorCode.UNREACHABLE, message);
    retryAfter = Optional.empty();
    ofTheCall = true;
  }

  static RpcException malformed(String what) {
    return new RpcException(ErrorCode.UNREACHABLE, what, Optional.empty());
  }

  /** Whether the service may well answer others. */
  final boolean isOfTheCall() {
    return ofTheCall;
  }

  /** How long the service asked to be left alone. */
  final Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
