package atoll.cli;

import atoll.cli.actor.ActorRoutes;
import atoll.cli.config.Configuration;
import atoll.dms.api.AtollApi;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine;

/**
 * One command being carried out: what it takes from the process, how it speaks, and the node that
 * it talks to.
 */
public final class Invocation {
  private final CliEnvironment environment;
  private final Globals globals;
  private final Cli cli;

  Invocation(CliEnvironment environment, Globals globals, Cli cli) {
    this.cli = cli;
    this.environment = environment;
    this.globals = globals;
  }

  public CliEnvironment environment() {
    return environment;
  }

  Globals globals() {
    return globals;
  }

  /** Every command with all that it takes. */
  public CommandLine whole() {
    return cli.whole();
  }

  public Output output() {
    boolean colours =
        environment.variable("NO_COLOR").isEmpty()
            && !"dumb".equals(environment.variables().get("TERM"));
    return new Output(
        environment.out(),
        environment.err(),
        globals.json,
        new Paint(colours && environment.terminal() && !globals.json),
        new Paint(colours && environment.errTerminal()));
  }

  /** Whether the person named a node, by option or variable. */
  public boolean namesNode() {
    return globals.node().isPresent()
        || globals.restAddress != null
        || globals.restPort != null
        || environment.variable("ATOLL_NODE").isPresent();
  }

  /**
   * The node to talk to.
   *
   * @throws CommandRefused with exit code 6 if there is none, 3 if its token cannot be read
   */
  public AtollApi connect() {
    var found = new NodeFinder(environment, globals).find();
    return environment.connector().connect(found.url(), found.token());
  }

  /** The Infernet node that runs here, if one does; it needs no token. */
  public Optional<NodeFile> infernet() {
    return new NodeFinder(environment, globals).infernet();
  }

  /** Whether {@link #connect} would find a node. */
  public boolean findsNode() {
    return new NodeFinder(environment, globals).finds();
  }

  /** How the person starts a command line of this program. */
  public String program() {
    return environment.calledAs();
  }

  /**
   * Where that node is.
   *
   * @throws CommandRefused with exit code 6 if there is none
   */
  public URI address() {
    return new NodeFinder(environment, globals).find().url();
  }

  /**
   * The routes of that node that take messages between actors; they need no token, since a message
   * proves itself.
   */
  public ActorRoutes actors() {
    return environment
        .connector()
        .actors(new NodeFinder(environment, globals).findForActors(), environment.clock());
  }

  /** The only file of settings that counts, if the person named one. */
  public Optional<String> configFile() {
    return globals.config();
  }

  /**
   * The value of every setting.
   *
   * @throws CommandRefused with exit code 1 if a file or variable does not say what it may
   */
  public Configuration configuration() {
    return Configuration.load(environment, globals.config(), globals.settings());
  }
}
