package atoll.cli;

import atoll.kernel.ErrorCode;
import java.util.Locale;
import java.util.Optional;

/**
 * A command ends without its result: why, with which exit code, and what the person can do about
 * it.
 */
public final class CommandRefused extends RuntimeException {
  private final ExitCode exit;
  private final String code;
  private final String toDo;

  /**
   * @param code one lower-case word that stays the same for ever
   * @param toDo a sentence, or empty
   */
  public CommandRefused(ExitCode exit, String code, String message, String toDo) {
    super(message);
    this.exit = exit;
    this.code = code;
    this.toDo = toDo;
  }

  public CommandRefused(ExitCode exit, String message, String toDo) {
    this(exit, exit.name().toLowerCase(Locale.ROOT), message, toDo);
  }

  public static CommandRefused wrongUse(String message, String toDo) {
    return new CommandRefused(ExitCode.WRONG_USE, message, toDo);
  }

  public static CommandRefused of(ErrorCode code, String message, String toDo) {
    return new CommandRefused(ExitCode.of(code), code.wireName(), message, toDo);
  }

  public ExitCode exit() {
    return exit;
  }

  public String code() {
    return code;
  }

  public Optional<String> toDo() {
    return toDo.isEmpty() ? Optional.empty() : Optional.of(toDo);
  }
}
