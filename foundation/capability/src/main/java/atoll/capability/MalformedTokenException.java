package atoll.capability;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;

/** Bytes from outside that are no token list, or one beyond the limits; says what and where. */
public final class MalformedTokenException extends AtollException {
  public MalformedTokenException(String message) {
    super(ErrorCode.BAD_REQUEST, message);
  }
}
