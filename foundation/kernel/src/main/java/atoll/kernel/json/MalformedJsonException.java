package atoll.kernel.json;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;

/** Bytes from outside that are not the JSON they should be; the message says what and where. */
public final class MalformedJsonException extends AtollException {
  public MalformedJsonException(String message) {
    super(ErrorCode.BAD_REQUEST, message);
  }
}
