package atoll.cli.config;

import atoll.cli.CliEnvironment;
import atoll.cli.CommandRefused;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The part of a file of ours that Infernet's door reads, with the keys of the original's {@code
 * config.json}.
 *
 * @param content not looked at; it may hold secrets
 */
public record InfernetSection(Path file, JsonNode content) {
  /** Its name in the file. */
  public static final String KEY = ConfigFile.INFERNET;

  /** Where a file of ours is looked for, the first found counting. */
  public static List<Path> places(CliEnvironment environment) {
    return ConfigPlaces.of(environment).ours();
  }

  /**
   * The one in the file of ours that is found, if there is a file and it has one.
   *
   * @throws CommandRefused if the file makes no sense
   */
  public static Optional<InfernetSection> find(CliEnvironment environment) {
    return ConfigPlaces.of(environment).foundOurs().flatMap(file -> of(ConfigFile.read(file)));
  }

  /** Whether {@code file} is one of ours by its name, and not the original's. */
  public static boolean mayBeIn(Path file) {
    var name = String.valueOf(file.getFileName());
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  /**
   * The one in a file of ours.
   *
   * @throws CommandRefused if the file makes no sense, or has none
   */
  public static InfernetSection in(Path file) {
    return of(ConfigFile.read(file))
        .orElseThrow(() -> ConfigFile.refused(file + " has no section " + KEY + ".", ""));
  }

  @Override
  public String toString() {
    return "InfernetSection[" + file + "]";
  }

  static Optional<InfernetSection> of(ConfigFile file) {
    if (!file.isYaml()) return Optional.empty();
    file.values(); // a section whose name is mistyped is told here
    return Optional.ofNullable(file.tree().get(KEY))
        .map(content -> new InfernetSection(file.path(), content));
  }
}
