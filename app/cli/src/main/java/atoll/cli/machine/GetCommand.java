package atoll.cli.machine;

import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.cli.Table;
import atoll.cli.deployment.PsCommand;
import atoll.dms.api.ApiJson;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The original's short ways to its two lists. */
@Command(name = "get", description = "List deployments, or what this node runs for others.")
public final class GetCommand {
  private final Invocation invocation;

  private GetCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /** With its subcommands. */
  public static CommandLine of(Invocation invocation) {
    return new CommandLine(new GetCommand(invocation))
        .addSubcommand("deployments", PsCommand.ofEverything(invocation))
        .addSubcommand(new GetCommand(invocation).new Allocations());
  }

  @Command(name = "allocations", description = "List what this node runs for others.")
  final class Allocations implements Callable<Integer> {
    @Override
    public Integer call() {
      try (var api = invocation.connect()) {
        var output = invocation.output();
        var allocations = api.allocations();
        if (output.json()) output.raw(ApiJson.writeList(allocations));
        else if (allocations.isEmpty()) output.next("It runs nothing for others.");
        else {
          var table = new Table("ALLOCATION", "TYPE", "EXECUTOR", "STATUS", "FOR");
          for (var a : allocations)
            table.row(
                a.id(),
                word(a.type()),
                word(a.executor()),
                a.status().wireName(),
                a.orchestrator());
          output.table(table);
        }
        return ExitCode.DONE.number();
      }
    }

    private static String word(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
  }
}
