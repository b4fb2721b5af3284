package atoll.cli;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;

/**
 * How a command that failed is told: one line of what and why, one of what to do, and the exit
 * code.
 */
record Failure(ExitCode exit, String code, String message, String toDo) {

  static Failure of(Throwable thrown) {
    return switch (thrown) {
      case CommandRefused e -> new Failure(e.exit(), e.code(), text(e), e.toDo().orElse(""));
      case AtollException e ->
          new Failure(
              ExitCode.of(e.code()),
              e.code().wireName(),
              text(e) + StorageTrouble.behind(e),
              advice(e.code(), text(e)));
      case UncheckedIOException e -> ofIo(e);
      case IOException e -> ofIo(e);
      case InvalidPathException e ->
          new Failure(
              ExitCode.WRONG_USE,
              "wrong_use",
              "That is no file name here: " + e.getReason() + ".",
              "If it has letters beyond ASCII, set LC_ALL=C.UTF-8.");
      case InterruptedException _ ->
          new Failure(ExitCode.FAILED, "interrupted", "Interrupted.", "");
      default ->
          new Failure(
              ExitCode.FAILED,
              "internal",
              "Something went wrong inside: "
                  + thrown.getClass().getSimpleName()
                  + (thrown.getMessage() == null ? "" : ": " + thrown.getMessage()),
              "Say it again with --debug for everything known about it.");
    };
  }

  private static Failure ofIo(Exception e) {
    return new Failure(
        ExitCode.FAILED, "storage_failed", StorageTrouble.of(e) + StorageTrouble.behind(e), "");
  }

  private static String advice(ErrorCode code, String message) {
    return switch (code) {
      case UNREACHABLE ->
          message.contains("atoll dev") ? "" : "Is it running? Start a network with: atoll dev";
      case UNAUTHORISED ->
          "Ask as the user who started the node, or name its token with --token-file.";
      case OVERLOADED -> "Try again in a moment.";
      case BAD_REQUEST,
          UNKNOWN_BEHAVIOUR,
          EXPIRED,
          REPLAYED,
          NOT_FOUND,
          CONFLICT,
          NOT_PLACED,
          TIMED_OUT,
          EXECUTOR_FAILED,
          STORAGE_FAILED,
          KEYSTORE_REFUSED,
          CONFIG_REFUSED,
          INTERNAL ->
          "";
    };
  }

  static String text(Throwable e) {
    var message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }

  /** Says it; in JSON also as a document on standard output. */
  int tell(Invocation invocation, String program) {
    var output = invocation.output();
    var lines = message.lines().toList();
    output.say(output.errPaint().bad(program + ": ") + (lines.isEmpty() ? "" : lines.getFirst()));
    lines.stream().skip(1).forEach(output::say);
    if (!toDo.isEmpty()) output.say(toDo);
    if (output.json())
      output.document(json -> {
        json.beginObject().name("error").beginObject();
        json.name("code").value(code).name("message").value(message);
        if (!toDo.isEmpty()) json.name("to_do").value(toDo);
        json.endObject().name("exit_code").value(exit.number()).endObject();
      });
    return exit.number();
  }
}
