package atoll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What commands take from the real process: its streams, its variables, its terminal, its ^C. */
public final class ThisProcess {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private ThisProcess() {}

  /**
   * @param calledAs the name the program was called by; other names than {@code nunet} are ours
   * @param random for key material: a secure one
   */
  public static CliEnvironment environment(
      String calledAs, InstantSource clock, RandomGenerator random, NodeConnector connector) {
    var variables = System.getenv();
    var home = variables.getOrDefault("HOME", "");
    return new CliEnvironment(
        new PrintStream(new StandardStream(FileDescriptor.out), false, UTF_8),
        new PrintStream(new StandardStream(FileDescriptor.err), false, UTF_8),
        System.in,
        prompt(),
        variables,
        Path.of(home.isEmpty() ? System.getProperty("user.home") : home),
        Path.of("").toAbsolutePath(),
        clock,
        Thread::sleep,
        random,
        Interrupts.ofProcess(),
        calledAs.equals("nunet") ? "nunet" : "atoll",
        isTerminal(STDOUT),
        isTerminal(STDERR),
        width(variables.getOrDefault("COLUMNS", "")),
        pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false),
        connector);
  }

  private static Optional<CliEnvironment.SecretPrompt> prompt() {
    if (!isTerminal(0)) return Optional.empty();
    return Optional.of(
        text -> Optional.ofNullable(System.console()).map(console -> ask(console, text)));
  }

  private static char[] ask(Console console, String text) {
    var typed = console.readPassword("%s", text);
    return typed == null ? new char[0] : typed;
  }

  private static boolean isTerminal(int descriptor) {
    var link = Path.of("/proc/self/fd/" + descriptor);
    try {
      var target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      var console = System.console(); // no /proc: both ends must be the terminal
      return console != null && console.isTerminal();
    }
  }

  private static int width(String columns) {
    return columns.matches("[1-9]\\d{0,3}") ? Integer.parseInt(columns) : 100;
  }
}
