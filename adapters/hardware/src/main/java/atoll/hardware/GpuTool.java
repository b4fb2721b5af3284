package atoll.hardware;

import atoll.hardware.Commands.Answer;
import atoll.kernel.json.MalformedJsonException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A vendor's way to tell of its GPUs. */
interface GpuTool {
  /** A driver that was asleep wakes up first. */
  Duration LIMIT = Duration.ofSeconds(5);

  /** Asks; a tool that is missing finds nothing, one that fails leaves a note. */
  GpuFindings ask(Commands commands) throws InterruptedException;

  /**
   * Runs one command and reads what it wrote.
   *
   * @return empty if the tool is not installed
   */
  static Optional<GpuFindings> ask(
      Commands commands, List<String> argv, Function<String, GpuFindings> reader)
      throws InterruptedException {
    var tool = argv.getFirst();
    return switch (commands.run(argv, LIMIT)) {
      case Answer.Missing() -> Optional.empty();
      case Answer.TooSlow(var limit) ->
          Optional.of(
              GpuFindings.note(tool + " did not answer within " + limit.toSeconds() + " s"));
      case Answer.Broken(var why) -> Optional.of(GpuFindings.note(tool + " cannot be run: " + why));
      case Answer.Said(var code, var out, var err) ->
          Optional.of(code == 0 ? read(tool, out, reader) : failed(tool, code, out, err));
    };
  }

  private static GpuFindings read(String tool, String out, Function<String, GpuFindings> reader) {
    try {
      return reader.apply(out);
    } catch (MalformedJsonException | IllegalArgumentException e) {
      return GpuFindings.note(tool + " said something unexpected: " + e.getMessage());
    }
  }

  private static GpuFindings failed(String tool, int code, String out, String err) {
    var words = (err.isBlank() ? out : err).strip().lines().findFirst().orElse("");
    return GpuFindings.note(
        tool + " failed with code " + code + (words.isEmpty() ? "" : ": " + words));
  }
}
