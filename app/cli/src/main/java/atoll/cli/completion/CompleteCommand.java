package atoll.cli.completion;

import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.cli.authority.Identities;
import atoll.cli.config.DmsSettings;
import atoll.dms.api.DeploymentDocument;
import atoll.kernel.AtollException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Says what may stand where the person is typing; whatever cannot be found out is silently left
 * out.
 */
@Command(
    name = "complete-ids",
    hidden = true,
    description = "Print what may stand in the place of the last word.")
public final class CompleteCommand implements Callable<Integer> {
  private static final Set<String> TAKE_DEPLOYMENTS =
      Set.of("status", "explain", "shutdown", "update");

  private final Invocation invocation;

  @Parameters(
      arity = "0..*",
      paramLabel = "WORD",
      description = "The command line so far, without the program's name.")
  List<String> words = new ArrayList<>();

  public CompleteCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var last = words.isEmpty() ? "" : words.getLast();
    var before = words.isEmpty() ? words : words.subList(0, words.size() - 1);
    var found = new LinkedHashSet<String>();
    try {
      find(before, last, found);
    } catch (CommandRefused | AtollException e) {
      found.clear(); // a shell shows nothing then
    }
    var output = invocation.output();
    found.stream().filter(word -> word.startsWith(last)).forEach(output::line);
    return ExitCode.DONE.number();
  }

  private void find(List<String> before, String last, Set<String> found) {
    var command = invocation.whole();
    var path = new ArrayList<String>();
    for (var word : before) {
      var sub = command.getSubcommands().get(word);
      if (sub == null) continue;
      command = sub;
      path.add(word);
    }
    var previous = before.isEmpty() ? "" : before.getLast();
    if (last.startsWith("-")) options(command, found);
    else if (previous.equals("-c") || previous.equals("--context"))
      found.addAll(new Identities(invocation).keystore().list());
    else if (!command.getSubcommands().isEmpty()) subcommands(command, found);
    else values(String.join(" ", path), found);
  }

  private static void options(CommandLine command, Set<String> found) {
    for (var option : command.getCommandSpec().options())
      if (!option.hidden()) found.add(option.longestName());
  }

  private static void subcommands(CommandLine command, Set<String> found) {
    command
        .getSubcommands()
        .forEach((name, sub) -> {
          if (!sub.getCommandSpec().usageMessage().hidden()) found.add(name);
        });
  }

  private void values(String command, Set<String> found) {
    if (TAKE_DEPLOYMENTS.contains(command)) deployments().forEach(d -> found.add(d.id().value()));
    else if (command.equals("logs")) {
      for (var deployment : deployments())
        for (var allocation : deployment.allocations()) found.add(allocation.name());
    } else if (command.equals("config get")
        || command.equals("config set")
        || command.equals("config reset"))
      DmsSettings.all().forEach(setting -> found.add(setting.key()));
    else if (command.equals("key did") || command.equals("cap new"))
      found.addAll(new Identities(invocation).keystore().list());
    else if (command.equals("autocomplete")) found.addAll(AutocompleteCommand.SHELLS);
  }

  private List<DeploymentDocument> deployments() {
    try (var api = invocation.connect()) {
      return api.deployments();
    }
  }
}
