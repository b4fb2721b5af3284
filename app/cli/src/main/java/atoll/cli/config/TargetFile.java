package atoll.cli.config;

import atoll.cli.Invocation;
import atoll.identity.SecretFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The configuration file that is written.
 *
 * @param others throws {@link atoll.cli.CommandRefused} if another door's section makes no sense
 */
record TargetFile(Path path, Consumer<InfernetSection> others) {

  /** The one named, else the one found, else a new one. */
  static TargetFile of(Invocation invocation, Consumer<InfernetSection> others) {
    var environment = invocation.environment();
    var named = invocation.configFile();
    if (named.isPresent()) return new TargetFile(environment.resolve(named.get()), others);
    var places = ConfigPlaces.of(environment);
    return new TargetFile(
        places
            .foundOurs()
            .or(places::foundOriginals)
            .orElse(
                environment.calledAs().equals("nunet")
                    ? places.originals().getFirst()
                    : places.ours().get(1)),
        others);
  }

  boolean exists() {
    return Files.exists(path);
  }

  /** Checks first, so that a wrong text never takes the place of a right one. */
  void replace(String text) {
    var file = ConfigFile.of(path, text);
    file.values();
    InfernetSection.of(file).ifPresent(others);
    SecretFile.write(path, text.getBytes(StandardCharsets.UTF_8));
  }
}
