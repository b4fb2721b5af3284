package atoll.cli.authority;

import atoll.cli.Invocation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What one may do, whom one trusts, and the tokens that say so. */
@Command(name = "cap", description = "Manage what you may do and whom you trust.")
public final class CapCommand {
  private CapCommand() {}

  /** With its subcommands. */
  public static CommandLine of(Invocation invocation) {
    return new CommandLine(new CapCommand())
        .addSubcommand(new CapNew(invocation))
        .addSubcommand(new CapList(invocation))
        .addSubcommand(new CapAnchor(invocation))
        .addSubcommand(new CapRemove(invocation))
        .addSubcommand(new CapGrant(invocation))
        .addSubcommand(new CapDelegate(invocation))
        .addSubcommand(new CapRevoke(invocation))
        .addSubcommand(new CapBroadcast(invocation));
  }

  /** Which context a command is about. */
  static final class InContext {
    @Option(
        names = {"-c", "--context"},
        paramLabel = "NAME",
        description = "The context and its key (user).")
    String name = "user";
  }
}
