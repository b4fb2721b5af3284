package atoll.jobs;

import org.jspecify.annotations.Nullable;

/** Whoever read a streamed answer has gone. */
public final class ReaderGoneException extends RuntimeException {
  public ReaderGoneException(@Nullable Throwable cause) {
    super("whoever read a streamed answer has gone", cause);
  }
}
