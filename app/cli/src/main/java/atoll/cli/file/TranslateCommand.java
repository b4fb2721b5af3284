package atoll.cli.file;

import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.cli.deployment.EnsembleFile;
import atoll.ensemble.ComposeImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an ensemble of a docker-compose file, and says what has no counterpart. */
@Command(
    name = "translate",
    description = "Make an ensemble of a docker-compose file; what has no counterpart is told.")
public final class TranslateCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(paramLabel = "COMPOSE", description = "The docker-compose file; - is standard input.")
  String file = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write it there; a file that exists is not replaced.")
  @Nullable String to;

  public TranslateCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var compose = EnsembleFile.open(invocation, file);
    return switch (ComposeImport.translate(compose.name(), compose.bytes())) {
      case ComposeImport.Result.Translated(var yaml, var notes) -> {
        tell(yaml, notes);
        yield ExitCode.DONE.number();
      }
      case ComposeImport.Result.Invalid(var problems) -> {
        var text = new StringBuilder(file + " is not a docker-compose file that can be read:");
        problems.forEach(p -> text.append("\n  ").append(p));
        throw new CommandRefused(ExitCode.WRONG_USE, "invalid_compose", text.toString(), "");
      }
    };
  }

  private void tell(String yaml, List<String> notes) {
    var output = invocation.output();
    if (to != null) write(to, yaml);
    if (output.json()) {
      output.document(json -> {
        json.beginObject().name("ensemble").value(yaml).name("notes").beginArray();
        notes.forEach(json::value);
        json.endArray().endObject();
      });
      return;
    }
    if (to == null) output.line(yaml.stripTrailing());
    notes.forEach(note -> output.say(output.errPaint().warning("note: ") + note));
    output.next(
        to == null
            ? "Keep it: " + invocation.program() + " translate " + file + " -o ensemble.yaml"
            : "Check it: " + invocation.program() + " validate " + to);
  }

  private void write(String name, String yaml) {
    var path = invocation.environment().resolve(name);
    if (Files.exists(path))
      throw CommandRefused.wrongUse(
          name + " exists already; nothing was written.", "Name another file.");
    try {
      Files.writeString(path, yaml, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw CommandRefused.wrongUse(name + " cannot be written: " + e.getMessage() + ".", "");
    }
  }
}
