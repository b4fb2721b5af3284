package atoll.node;

import atoll.cli.CommandRefused;
import atoll.cli.DidYouMean;
import atoll.cli.Invocation;
import atoll.cli.config.InfernetSection;
import atoll.infernet.config.ConfigReader;
import atoll.infernet.config.InfernetConfig;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Where an Infernet node's configuration is: in the original's file, or in a section of ours. */
record InfernetFile(Path path) {

  /**
   * The one that {@code --config} names, else the variable, else the original's in this folder,
   * else ours.
   *
   * @throws AtollException with {@code CONFIG_REFUSED} if there is none, which names all the places
   */
  static InfernetFile of(Invocation invocation) {
    var environment = invocation.environment();
    if (invocation.configFile().isPresent())
      return new InfernetFile(environment.resolve(invocation.configFile().get()));
    var original = environment.resolve(ConfigReader.path(environment.variables()).toString());
    if (environment.variable(ConfigReader.PATH_VARIABLE).isPresent() || Files.exists(original))
      return new InfernetFile(original);
    return told(() -> InfernetSection.find(environment))
        .map(section -> new InfernetFile(section.file()))
        .orElseThrow(() ->
            refused(
                "there is no configuration: --config and %s name none, there is no %s, and no section %s in the first of these that is there: %s. Make one: %s infernet init"
                    .formatted(
                        ConfigReader.PATH_VARIABLE,
                        original,
                        InfernetSection.KEY,
                        InfernetSection.places(environment).stream()
                            .map(Path::toString)
                            .collect(Collectors.joining(", ")),
                        invocation.program())));
  }

  /**
   * @param environment of this process, where a secret may be that the file lacks
   * @throws AtollException with {@code CONFIG_REFUSED} if it makes no sense
   */
  InfernetConfig read(Map<String, String> environment) {
    if (!InfernetSection.mayBeIn(path)) return ConfigReader.read(path, environment);
    return parse(told(() -> InfernetSection.in(path)), environment);
  }

  /**
   * @throws AtollException with {@code CONFIG_REFUSED} if it makes no sense
   */
  static InfernetConfig parse(InfernetSection section, Map<String, String> environment) {
    return ConfigReader.parse(
        section.file().toString(),
        InfernetSection.KEY,
        section.content(),
        environment,
        DidYouMean::question);
  }

  /** For {@code config edit}. */
  static void check(InfernetSection section, Map<String, String> environment) {
    try {
      var _ = parse(section, environment);
    } catch (AtollException e) {
      throw CommandRefused.of(e.code(), String.valueOf(e.getMessage()), "");
    }
  }

  private static <T> T told(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (CommandRefused e) {
      throw refused(e.getMessage() + e.toDo().map(what -> " " + what).orElse(""));
    }
  }

  private static AtollException refused(String why) {
    return new AtollException(ErrorCode.CONFIG_REFUSED, why);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
