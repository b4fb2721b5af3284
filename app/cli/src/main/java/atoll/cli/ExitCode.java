package atoll.cli;

import atoll.kernel.ErrorCode;

/** What the program's exit code means; the numbers stay the same for ever. */
public enum ExitCode {
  DONE(0),
  /** Wrong use; an invalid or missing file is that too. */
  WRONG_USE(1),
  NOT_PLACED(2),
  DENIED(3),
  /** It failed while running. */
  FAILED(4),
  TIMED_OUT(5),
  UNREACHABLE(6),
  UNPAID(7);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** The exit code for a failure that a node or a library named. */
  public static ExitCode of(ErrorCode code) {
    return switch (code) {
      case BAD_REQUEST, UNKNOWN_BEHAVIOUR, NOT_FOUND, CONFLICT, CONFIG_REFUSED -> WRONG_USE;
      case UNAUTHORISED, EXPIRED, REPLAYED, KEYSTORE_REFUSED -> DENIED;
      case NOT_PLACED -> NOT_PLACED;
      case TIMED_OUT -> TIMED_OUT;
      case UNREACHABLE, OVERLOADED -> UNREACHABLE;
      case EXECUTOR_FAILED, STORAGE_FAILED, INTERNAL -> FAILED;
    };
  }
}
