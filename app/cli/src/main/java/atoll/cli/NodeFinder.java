package atoll.cli;

import atoll.cli.config.Configuration;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which node a command talks to: the one named by option or variable, else the one that runs here
 * and says so in a file.
 */
final class NodeFinder {
  private static final String START_ONE = "Start a network with: atoll dev";

  private final CliEnvironment environment;
  private final Globals globals;

  NodeFinder(CliEnvironment environment, Globals globals) {
    this.environment = environment;
    this.globals = globals;
  }

  /** An address, and the file that holds the token for it. */
  record Found(URI url, Optional<Path> tokenFile) {
    /** The token, if there is a file for it. */
    Optional<String> token() {
      if (tokenFile.isEmpty()) return Optional.empty();
      var file = tokenFile.get();
      try {
        var token = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (token.isEmpty())
          throw new CommandRefused(
              ExitCode.DENIED, "The token file " + file + " is empty.", START_ONE);
        return Optional.of(token);
      } catch (NoSuchFileException e) {
        throw new CommandRefused(
            ExitCode.DENIED,
            "The token file " + file + " does not exist.",
            "Name the right one with --token-file.");
      } catch (IOException e) {
        throw new CommandRefused(
            ExitCode.DENIED,
            "The token file " + file + " cannot be read: " + e.getMessage() + ".",
            "Ask as the user who started the node.");
      }
    }
  }

  /**
   * @throws CommandRefused with exit code 6 if nothing says where a node is, or what says so is
   *     stale
   */
  Found find() {
    return said()
        .orElseThrow(() ->
            unreachable(
                "No node runs here: there is no "
                    + environment.atollHome().resolve(NodeFile.DEV)
                    + ".",
                START_ONE + " (or name one with --node URL or ATOLL_NODE)"));
  }

  /**
   * The same, else where the original's node listens by itself, which needs no token for messages
   * between actors.
   */
  URI findForActors() {
    return said().map(Found::url).orElseGet(() -> restUrl(configured()));
  }

  /** The Infernet node that runs here, if one does. */
  Optional<NodeFile> infernet() {
    return NodeFile.read(environment.atollHome().resolve(NodeFile.INFERNET))
                instanceof NodeFile.Reading.Found(var node)
            && environment.isAlive().test(node.pid())
        ? Optional.of(node)
        : Optional.empty();
  }

  /** Whether {@link #find} would find one; if not, it says why. */
  boolean finds() {
    try {
      return said().isPresent();
    } catch (CommandRefused _) {
      return false;
    }
  }

  private Optional<Found> said() {
    var named = named();
    if (named.isPresent()) return Optional.of(new Found(named.get(), tokenFileFor(named.get())));
    for (var name : new String[] {NodeFile.DEV, NodeFile.NODE}) {
      var file = environment.atollHome().resolve(name);
      switch (NodeFile.read(file)) {
        case NodeFile.Reading.Found(var node) when environment.isAlive().test(node.pid()) -> {
          return Optional.of(new Found(node.url(), tokenFile().or(node::tokenFile)));
        }
        case NodeFile.Reading.Found(var node) ->
            throw unreachable(
                "The node that " + file + " speaks of (process " + node.pid() + ") has ended.",
                START_ONE);
        case NodeFile.Reading.Broken(var why) -> throw unreachable(why + ".", START_ONE);
        case NodeFile.Reading.Absent() -> {}
      }
    }
    var configured = configured();
    if (configured.value("rest.addr").isDefault() && configured.value("rest.port").isDefault())
      return Optional.empty();
    return Optional.of(new Found(restUrl(configured), tokenFile()));
  }

  private Configuration configured() {
    return Configuration.load(environment, globals.config(), globals.settings());
  }

  private static URI restUrl(Configuration configured) {
    return restUrl(configured.text("rest.addr"), configured.integer("rest.port"));
  }

  private Optional<URI> named() {
    if (globals.node().isPresent()) return Optional.of(url(globals.node().get(), "--node"));
    if (globals.restAddress != null || globals.restPort != null)
      return Optional.of(restUrl(globals.restAddress, globals.restPort));
    return environment.variable("ATOLL_NODE").map(text -> url(text, "ATOLL_NODE"));
  }

  private static URI restUrl(@Nullable String address, @Nullable Integer port) {
    int number = port == null ? 9999 : port;
    if (number < 1 || number > 65535)
      throw CommandRefused.wrongUse("--rest-port is " + number + ", and ports are 1 to 65535.", "");
    return url("http://" + (address == null ? "127.0.0.1" : address) + ":" + number, "--rest-addr");
  }

  private Optional<Path> tokenFile() {
    return Optional.ofNullable(globals.tokenFile)
        .or(() -> environment.variable("ATOLL_TOKEN_FILE"))
        .map(environment::resolve);
  }

  private Optional<Path> tokenFileFor(URI url) {
    var named = tokenFile();
    if (named.isPresent()) return named;
    for (var name : new String[] {NodeFile.DEV, NodeFile.NODE})
      if (NodeFile.read(environment.atollHome().resolve(name))
              instanceof NodeFile.Reading.Found(var node)
          && node.url().equals(url)) return node.tokenFile();
    return Optional.empty();
  }

  private static URI url(String text, String from) {
    try {
      var full = new URI(text.contains("://") ? text : "http://" + text);
      boolean http = "http".equals(full.getScheme()) || "https".equals(full.getScheme());
      if (http && full.getHost() != null && full.getUserInfo() == null && full.getQuery() == null)
        return URI.create(full.toString().replaceAll("/+$", ""));
    } catch (URISyntaxException e) {
      // said below, with where it came from
    }
    throw CommandRefused.wrongUse(
        from + " is not the address of a node: " + text + ".", "Write it as http://127.0.0.1:9999");
  }

  private static CommandRefused unreachable(String what, String toDo) {
    return new CommandRefused(ExitCode.UNREACHABLE, "unreachable", what, toDo);
  }
}
