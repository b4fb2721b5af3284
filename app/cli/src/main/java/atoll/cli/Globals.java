package atoll.cli;

import static picocli.CommandLine.ScopeType.INHERIT;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The options that every command takes; the top level's help shows them once for all (DMS §12.2).
 */
@Command(name = "atoll", subcommandsRepeatable = false)
final class Globals {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = INHERIT,
      description = "Show what the command does and takes.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      description = "Show the version.")
  boolean version;

  @Option(
      names = {"-j", "--json"},
      scope = INHERIT,
      description = "Print one JSON document, or one a line where it goes on.")
  boolean json;

  @Option(
      names = {"-n", "--node"},
      scope = INHERIT,
      paramLabel = "URL",
      description = "Talk to this node instead of the one that runs here.")
  @Nullable String node;

  @Option(
      names = {"-T", "--token-file"},
      hidden = true,
      scope = INHERIT,
      paramLabel = "FILE",
      description = "Read that node's access token from FILE.")
  @Nullable String tokenFile;

  @Option(
      names = {"-x", "--debug"},
      hidden = true,
      scope = INHERIT,
      description = "Say everything about a failure, its stack trace included.")
  boolean debug;

  @Option(
      names = "--config",
      scope = INHERIT,
      paramLabel = "FILE",
      description = "Read settings from this file only.")
  @Nullable String config;

  @Option(
      names = "--rest-addr",
      hidden = true,
      scope = INHERIT,
      paramLabel = "ADDRESS",
      description = "Address of the node's REST server.")
  @Nullable String restAddress;

  @Option(
      names = "--rest-port",
      hidden = true,
      scope = INHERIT,
      paramLabel = "PORT",
      description = "Port of the node's REST server.")
  @Nullable Integer restPort;

  @Option(
      names = "--user-dir",
      hidden = true,
      scope = INHERIT,
      paramLabel = "FOLDER",
      description = "Where keys and capabilities are kept.")
  @Nullable String userFolder;

  @Option(names = "--work-dir", scope = INHERIT, paramLabel = "FOLDER", hidden = true)
  @Nullable String workFolder;

  @Option(names = "--data-dir", scope = INHERIT, paramLabel = "FOLDER", hidden = true)
  @Nullable String dataFolder;

  @Option(
      names = "--profiler-enabled",
      scope = INHERIT,
      arity = "0..1",
      fallbackValue = "true",
      hidden = true)
  @Nullable Boolean profilerEnabled;

  @Option(names = "--profiler-addr", scope = INHERIT, hidden = true)
  @Nullable String profilerAddress;

  @Option(names = "--profiler-port", scope = INHERIT, hidden = true)
  @Nullable Integer profilerPort;

  Optional<String> node() {
    return Optional.ofNullable(node);
  }

  Optional<String> config() {
    return Optional.ofNullable(config);
  }

  /** What was given of the settings, by key. */
  Map<String, String> settings() {
    var given = new HashMap<String, String>();
    put(given, "rest.addr", restAddress);
    put(given, "rest.port", restPort);
    put(given, "general.user_dir", userFolder);
    put(given, "general.work_dir", workFolder);
    put(given, "general.data_dir", dataFolder);
    put(given, "profiler.enabled", profilerEnabled);
    put(given, "profiler.addr", profilerAddress);
    put(given, "profiler.port", profilerPort);
    if (debug) given.put("general.debug", "true");
    return given;
  }

  private static void put(Map<String, String> given, String key, @Nullable Object value) {
    if (value != null) given.put(key, value.toString());
  }
}
