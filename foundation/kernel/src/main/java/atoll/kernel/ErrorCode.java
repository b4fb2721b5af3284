package atoll.kernel;

import java.util.Locale;

/**
 * Why something failed, in one word that stays the same for ever. What retrying could change says
 * {@link #retryable}.
 */
public enum ErrorCode {
  BAD_REQUEST(false),
  UNAUTHORISED(false),
  UNKNOWN_BEHAVIOUR(false),
  EXPIRED(false),
  REPLAYED(false),
  OVERLOADED(true),
  NOT_FOUND(false),
  CONFLICT(false),
  NOT_PLACED(true),
  TIMED_OUT(true),
  UNREACHABLE(true),
  EXECUTOR_FAILED(true),
  STORAGE_FAILED(true),
  KEYSTORE_REFUSED(false),
  CONFIG_REFUSED(false),
  INTERNAL(false);

  private final boolean retryable;

  ErrorCode(boolean retryable) {
    this.retryable = retryable;
  }

  public boolean retryable() {
    return retryable;
  }

  /** As it is written on the wire and in logs: {@code not_placed}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
