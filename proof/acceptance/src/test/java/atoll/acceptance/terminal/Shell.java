package atoll.acceptance.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Types commands as a person does who has nothing set but a home and a path. */
public record Shell(Path folder, Path home, Map<String, String> environment) {
  private static final Duration USUAL = Duration.ofMinutes(1);

  /** What is taken over from whoever runs the tests, because the machine may need it. */
  private static final List<String> TAKEN_OVER =
      List.of("PATH", "DOCKER_HOST", "http_proxy", "https_proxy", "no_proxy");

  public Shell {
    environment = Map.copyOf(environment);
  }

  public static Shell plain(Path folder, Path home) {
    var environment = new LinkedHashMap<String, String>();
    for (var name : TAKEN_OVER)
      if (System.getenv(name) != null) environment.put(name, System.getenv(name));
    environment.put("HOME", home.toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("GIT_CONFIG_COUNT", "1"); // whoever owns the checkout, it may be cloned
    environment.put("GIT_CONFIG_KEY_0", "safe.directory");
    environment.put("GIT_CONFIG_VALUE_0", "*");
    return new Shell(folder, home, environment);
  }

  public Shell with(String variable, String value) {
    var more = new LinkedHashMap<>(environment);
    more.put(variable, value);
    return new Shell(folder, home, more);
  }

  public Shell in(Path other) {
    return new Shell(other, home, environment);
  }

  /** A {@code java} comes first on the path that is too old, and cannot even be run. */
  public Shell withOlderJava(Path place) {
    return withProgram(place.resolve("older"), "java", "echo 'this java is too old' >&2; exit 1");
  }

  /** Whoever calls {@code mvn} fails. */
  public Shell withoutMaven(Path place) {
    return withProgram(
        place.resolve("no-maven"), "mvn", "echo 'mvn was called with:' \"$@\" >&2; exit 1");
  }

  private Shell withProgram(Path bin, String name, String script) {
    try {
      Files.createDirectories(bin);
      var program = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return with("PATH", bin + ":" + environment.get("PATH"));
  }

  public Answer type(String command) {
    return type(command, USUAL);
  }

  /** Waits for its end; past {@code limit}, fails and shows what was said. */
  public Answer type(String command, Duration limit) {
    try (var running = start(command, command)) {
      return running.end(limit);
    }
  }

  /** Types a command that stays, so that ^C reaches it and not the shell. */
  public Running begin(String command) {
    return start(command, "exec " + command);
  }

  private Running start(String command, String script) {
    try {
      var said = Files.createTempDirectory(home.getParent(), "said-");
      var builder =
          // A test that itself was started in the background ignores ^C, and would hand that on.
          new ProcessBuilder("env", "--default-signal=INT", "setsid", "sh", "-c", script)
              .directory(folder.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(said.resolve("out").toFile())
              .redirectError(said.resolve("err").toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      return new Running(command, builder.start(), said, System.nanoTime());
    } catch (IOException e) {
      throw new UncheckedIOException("typing " + command, e);
    }
  }
}
