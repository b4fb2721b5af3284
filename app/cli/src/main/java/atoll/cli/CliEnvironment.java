package atoll.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;

/**
 * Everything that a command takes from the process it runs in, so that a test can run commands in
 * its own.
 *
 * @param secrets asks a person at the terminal; absent where nobody can be asked
 * @param variables the environment variables
 * @param home the user's folder: {@code HOME}
 * @param calledAs the name the program was called by, {@code atoll} or {@code nunet}
 * @param terminal whether {@code out} is a terminal
 * @param errTerminal whether {@code err} is a terminal
 * @param width columns of the terminal
 * @param isAlive whether a process with this id runs
 * @param connector how a node is reached
 */
public record CliEnvironment(
    PrintStream out,
    PrintStream err,
    InputStream in,
    Optional<SecretPrompt> secrets,
    Map<String, String> variables,
    Path home,
    Path workingDirectory,
    InstantSource clock,
    Pause pause,
    RandomGenerator random,
    Interrupts interrupts,
    String calledAs,
    boolean terminal,
    boolean errTerminal,
    int width,
    LongPredicate isAlive,
    NodeConnector connector) {

  public CliEnvironment {
    variables = Map.copyOf(variables);
  }

  /** Asks for something that must not be seen. */
  @FunctionalInterface
  public interface SecretPrompt {
    /** What was typed without echo; empty if the input ended. */
    Optional<char[]> ask(String prompt);
  }

  /** Waits; the real one sleeps. */
  @FunctionalInterface
  public interface Pause {
    void of(Duration length) throws InterruptedException;
  }

  /** A variable that is set to something. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /** Where Atoll keeps this user's files. */
  public Path atollHome() {
    return home.resolve(".atoll");
  }

  /**
   * A path as the person typed it: {@code ~} is their home, the rest relative to where they are.
   */
  public Path resolve(String typed) {
    if (typed.equals("~")) return home;
    if (typed.startsWith("~/")) return home.resolve(typed.substring(2));
    return workingDirectory.resolve(typed).normalize();
  }
}
