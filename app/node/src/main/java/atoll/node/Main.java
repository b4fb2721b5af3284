package atoll.node;

import atoll.cli.Cli;
import atoll.cli.ThisProcess;
import atoll.cli.Verb;
import atoll.cli.config.ConfigCommand;
import atoll.cli.doctor.DoctorCommand;
import atoll.dms.api.HttpApi;
import java.time.InstantSource;
import java.util.Arrays;
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
    var starters = verbs();
    end(Cli.run(args, environment, starters), mayHaveStartedANode(args, starters));
  }

  private static boolean mayHaveStartedANode(String[] args, List<Verb> starters) {
    return starters.stream().anyMatch(verb -> Arrays.asList(args).contains(verb.name()));
  }

  /**
   * What started a node may be in the middle of a shutdown, and leaves with its status. To leave
   * that way makes the JVM look for a logger in every jar, a third of the time of a short command,
   * so those leave at once.
   */
  private static void end(int code, boolean inOrder) {
    if (inOrder) System.exit(code);
    else Runtime.getRuntime().halt(code);
  }

  /** What this program can do beyond its library. */
  static List<Verb> verbs() {
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
            NodeCommand::new),
        new Verb(
            Verb.Group.START,
            "infernet",
            "an Infernet node in the place of Ritual's, until ^C",
            InfernetCommand::of),
        new Verb(
            Verb.Group.MACHINE,
            "doctor",
            "what is missing on this machine, and what to do",
            invocation ->
                new DoctorCommand(
                    invocation, new WasmCheck(), file -> InfernetChecks.of(file, invocation))),
        new Verb(
            Verb.Group.MACHINE,
            "config",
            "show and change settings",
            invocation ->
                ConfigCommand.of(
                    invocation,
                    section -> InfernetFile.check(section, invocation.environment().variables()))),
        new Verb(
            Verb.Group.MACHINE, "chain", "put Infernet's contracts on a chain", ChainCommand::of),
        new Verb(
            Verb.Group.MACHINE,
            "backup",
            "write a data folder to one file, in use or not",
            BackupCommand::new),
        new Verb(
            Verb.Group.MACHINE, "restore", "make a data folder of a backup", RestoreCommand::new));
  }
}
