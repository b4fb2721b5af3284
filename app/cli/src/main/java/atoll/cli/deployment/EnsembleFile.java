package atoll.cli.deployment;

import atoll.cli.CommandRefused;
import atoll.cli.DidYouMean;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.ensemble.Ensemble;
import atoll.ensemble.EnsembleParser;
import atoll.ensemble.ParseResult;
import atoll.ensemble.Problem;
import atoll.ensemble.SourceFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An ensemble file as the person named it; {@code -} is standard input.
 *
 * @param name what problems call it
 * @param folder where the files that it names are
 */
public record EnsembleFile(String name, byte[] bytes, Path folder) {
  /** Beyond what any ensemble may have, so that the parser tells it is too large. */
  private static final int MOST = 4 << 20;

  /**
   * @throws CommandRefused with exit code 1 if there is no such file, or it cannot be read
   */
  public static EnsembleFile open(Invocation invocation, String name) {
    var environment = invocation.environment();
    try {
      if (name.equals("-"))
        return new EnsembleFile(
            "-", bounded(environment.in(), name), environment.workingDirectory());
      var path = environment.resolve(name);
      if (Files.isDirectory(path))
        throw CommandRefused.wrongUse(name + " is a folder, not an ensemble file.", "");
      if (!Files.exists(path)) throw CommandRefused.wrongUse(name + " does not exist.", near(path));
      if (!Files.isRegularFile(path))
        throw CommandRefused.wrongUse(name + " is not a regular file.", "Pipe it in and name it -");
      try (var in = Files.newInputStream(path)) {
        return new EnsembleFile(name, bounded(in, name), path.resolveSibling(""));
      }
    } catch (IOException e) {
      throw CommandRefused.wrongUse(name + " cannot be read: " + e.getMessage() + ".", "");
    }
  }

  public ParseResult parse() {
    return EnsembleParser.parse(name, bytes, SourceFiles.in(folder));
  }

  /**
   * @throws CommandRefused with exit code 1 and every problem if it is not an ensemble
   */
  public Ensemble ensemble() {
    return switch (parse()) {
      case ParseResult.Parsed(var ensemble) -> ensemble;
      case ParseResult.Invalid(var problems) ->
          throw new CommandRefused(
              ExitCode.WRONG_USE, "invalid_ensemble", invalid(name, problems), "");
    };
  }

  static String invalid(String name, List<Problem> problems) {
    var count = problems.size() == 1 ? "one problem" : problems.size() + " problems";
    return name
        + " is not a valid ensemble, it has "
        + count
        + ":\n"
        + problems.stream().map(p -> "  " + p).collect(Collectors.joining("\n"));
  }

  private static byte[] bounded(InputStream in, String name) throws IOException {
    var bytes = in.readNBytes(MOST + 1);
    if (bytes.length > MOST)
      throw CommandRefused.wrongUse(name + " is larger than any ensemble may be.", "");
    return bytes;
  }

  private static String near(Path missing) throws IOException {
    var folder = missing.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) return "";
    try (var siblings = Files.list(folder)) {
      var names =
          siblings
              .filter(Files::isRegularFile)
              .limit(1000)
              .map(p -> p.getFileName().toString())
              .toList();
      return DidYouMean.question(missing.getFileName().toString(), names);
    }
  }
}
