package atoll.node;

import atoll.cli.Cli;
import atoll.cli.ThisProcess;
import atoll.cli.Verb;
import atoll.dms.api.HttpApi;
import java.time.InstantSource;
import java.util.List;

/** Where the program begins. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    var environment =
        ThisProcess.environment(
            System.getProperty("atoll.called", "atoll"),
            InstantSource.system(),
            new SecureChance(),
            (node, token) -> new HttpApi(node, token.orElse("")));
    System.exit(Cli.run(args, environment, verbs()));
  }

  private static List<Verb> verbs() {
    return List.of(
        new Verb(
            Verb.Group.START,
            "run",
            "run an ensemble to its end, on a network of its own",
            RunCommand::new),
        new Verb(
            Verb.Group.START, "dev", "a whole network in one process, until ^C", DevCommand::new),
        new Verb(
            Verb.Group.START,
            "node",
            "this machine as a node that lends and deploys, until ^C",
            NodeCommand::new));
  }
}
