package atoll.cli.config;

import atoll.cli.Invocation;
import atoll.identity.SecretFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration file that is written. */
record TargetFile(Path path) {

  /** The one named, else the one found, else a new one. */
  static TargetFile of(Invocation invocation) {
    var environment = invocation.environment();
    var named = invocation.configFile();
    if (named.isPresent()) return new TargetFile(environment.resolve(named.get()));
    var places = ConfigPlaces.of(environment);
    return new TargetFile(
        places
            .foundOurs()
            .or(places::foundOriginals)
            .orElse(
                environment.calledAs().equals("nunet")
                    ? places.originals().getFirst()
                    : places.ours().get(1)));
  }

  boolean exists() {
    return Files.exists(path);
  }

  /** Checks first, so that a wrong text never takes the place of a right one. */
  void replace(String text) {
    ConfigFile.of(path, text).values();
    SecretFile.write(path, text.getBytes(StandardCharsets.UTF_8));
  }
}
