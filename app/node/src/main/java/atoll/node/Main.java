package atoll.node;

import atoll.cli.Cli;
import atoll.cli.Verb;
import java.util.List;

/** Where the program begins. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(Cli.run(args, ProcessEnvironment.of(System.getenv()), verbs()));
  }

  private static List<Verb> verbs() {
    return List.of(
        new Verb(Verb.Group.START, "run", "run an ensemble to its end, on a network of its own", RunCommand::new),
        new Verb(Verb.Group.START, "dev", "a whole network in one process, until ^C", DevCommand::new));
  }
}
