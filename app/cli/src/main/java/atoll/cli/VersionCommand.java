package atoll.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Which version of the program this is. */
@Command(name = "version", description = "Show the version.")
final class VersionCommand implements Callable<Integer> {
  private final Invocation invocation;

  VersionCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var output = invocation.output();
    if (output.json())
      output.document(
          json -> json.beginObject().name("version").value(Program.VERSION).endObject());
    else output.line(invocation.program() + " " + Program.VERSION);
    return ExitCode.DONE.number();
  }
}
