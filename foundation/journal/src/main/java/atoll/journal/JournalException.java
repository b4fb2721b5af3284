package atoll.journal;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import org.jspecify.annotations.Nullable;

/** The disk or the database failed, or what it holds is not what was written. */
public final class JournalException extends AtollException {
  public JournalException(String message) {
    this(message, null);
  }

  public JournalException(String message, @Nullable Throwable cause) {
    super(ErrorCode.STORAGE_FAILED, message, cause);
  }
}
