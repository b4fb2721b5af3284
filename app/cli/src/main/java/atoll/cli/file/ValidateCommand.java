package atoll.cli.file;

import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.cli.ShellWord;
import atoll.cli.deployment.EnsembleFile;
import atoll.ensemble.Ensemble;
import atoll.ensemble.ParseResult;
import atoll.ensemble.Problem;
import atoll.kernel.json.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Checks ensemble files: every problem of each at once, with its line and column. */
@Command(
    name = "validate",
    description = "Check ensemble files; every problem at once, with line and column.")
public final class ValidateCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "The ensembles; - is standard input.")
  List<String> files = new ArrayList<>();

  public ValidateCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    boolean valid = true;
    for (var name : files) valid &= check(name);
    if (valid && files.size() == 1)
      invocation
          .output()
          .next(
              "Where it would go: "
                  + invocation.program()
                  + " plan "
                  + ShellWord.of(files.getFirst()));
    return (valid ? ExitCode.DONE : ExitCode.WRONG_USE).number();
  }

  private boolean check(String name) {
    var output = invocation.output();
    return switch (EnsembleFile.open(invocation, name).parse()) {
      case ParseResult.Parsed(var ensemble) -> {
        if (output.json()) output.document(json -> document(json, name, List.of()));
        else output.line(name + ": " + output.paint().good("valid") + ", " + summary(ensemble));
        yield true;
      }
      case ParseResult.Invalid(var problems) -> {
        if (output.json()) output.document(json -> document(json, name, problems));
        else problems.forEach(problem -> output.line(problem.toString()));
        output.say(name + ": " + output.errPaint().bad(counted(problems.size(), "problem")));
        yield false;
      }
    };
  }

  private static void document(CanonicalJson json, String name, List<Problem> problems) {
    json.beginObject()
        .name("file")
        .value(name)
        .name("valid")
        .value(problems.isEmpty())
        .name("problems")
        .beginArray();
    for (var p : problems)
      json.beginObject()
          .name("line")
          .value(p.line())
          .name("column")
          .value(p.column())
          .name("path")
          .value(p.path())
          .name("code")
          .value(p.code().wireName())
          .name("message")
          .value(p.message())
          .name("hint")
          .value(p.hint())
          .endObject();
    json.endArray().endObject();
  }

  private static String summary(Ensemble ensemble) {
    return counted(ensemble.allocations().size(), "allocation")
        + " on "
        + counted(ensemble.nodes().size(), "node");
  }

  private static String counted(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
