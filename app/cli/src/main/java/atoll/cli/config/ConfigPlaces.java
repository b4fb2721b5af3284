package atoll.cli.config;

import atoll.cli.CliEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where files of settings are looked for, the first found counting (DMS §12.3). */
record ConfigPlaces(List<Path> ours, List<Path> originals) {
  static final String OURS = "atoll.yaml";
  static final String ORIGINALS = "dms_config.json";

  static ConfigPlaces of(CliEnvironment environment) {
    var here = environment.workingDirectory();
    var home = environment.home();
    var system =
        environment
            .variable("XDG_CONFIG_HOME")
            .map(Path::of)
            .filter(Path::isAbsolute)
            .orElse(home.resolve(".config"));
    return new ConfigPlaces(
        List.of(
            here.resolve(OURS),
            environment.atollHome().resolve(OURS),
            system.resolve("atoll").resolve(OURS),
            Path.of("/etc/atoll").resolve(OURS)),
        List.of(
            here.resolve(ORIGINALS),
            home.resolve(".nunet").resolve(ORIGINALS),
            system.resolve("nunet").resolve(ORIGINALS),
            Path.of("/etc/nunet").resolve(ORIGINALS)));
  }

  Optional<Path> foundOurs() {
    return ours.stream().filter(Files::exists).findFirst();
  }

  Optional<Path> foundOriginals() {
    return originals.stream().filter(Files::exists).findFirst();
  }
}
