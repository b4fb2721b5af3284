package atoll.node;

import atoll.cli.CliEnvironment;
import atoll.cli.Interrupts;
import atoll.dms.api.HttpApi;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** What commands take from the real process. */
final class ProcessEnvironment {
  private ProcessEnvironment() {}

  static CliEnvironment of(Map<String, String> variables) {
    var console = System.console();
    boolean terminal = console != null && console.isTerminal();
    return new CliEnvironment(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        System.in,
        terminal ? Optional.of(prompt -> Optional.ofNullable(console.readPassword("%s", prompt))) : Optional.empty(),
        variables,
        Path.of(variables.getOrDefault("HOME", System.getProperty("user.home"))),
        Path.of("").toAbsolutePath(),
        InstantSource.system(),
        Thread::sleep,
        new SecureRandom(),
        Interrupts.ofProcess(),
        System.getProperty("atoll.called", "atoll"),
        terminal,
        terminal,
        width(variables),
        pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false),
        (node, token) -> new HttpApi(node, token.orElse("")));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  private static int width(Map<String, String> variables) {
    try {
      return Integer.parseInt(variables.getOrDefault("COLUMNS", "80"));
    } catch (NumberFormatException e) {
      return 80;
    }
  }
}
