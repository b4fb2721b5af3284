package atoll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.cli.actor.ActorRoutes;
import atoll.dms.api.AtollApi;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A person at a keyboard with a home folder of their own, whose commands run in this process. */
public final class Shell {
  public static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");

  public final Path home;
  public final Path folder;
  public final Map<String, String> variables = new HashMap<>();
  public final List<URI> connectedTo = new ArrayList<>();
  public final List<Optional<String>> tokens = new ArrayList<>();
  public final List<Runnable> interruptActions = new ArrayList<>();
  public final List<String> prompts = new ArrayList<>();
  public final List<String> typed = new ArrayList<>();
  public final List<Verb> more = new ArrayList<>();
  public String calledAs = "atoll";
  public boolean terminal;
  public boolean alive = true;
  public String input = "";
  public Random random = new Random(7);
  public InstantSource clock = InstantSource.fixed(NOW);
  public ActorRoutes actors = new UnreachableActors();
  private final AtollApi node;

  /** What a command did. */
  public record Ran(int exit, String out, String err) {}

  public Shell(Path folder, AtollApi node) {
    try {
      this.home = Files.createDirectories(folder.resolve("home"));
      this.folder = Files.createDirectories(folder.resolve("work"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.node = node;
    variables.put("ATOLL_NODE", "http://127.0.0.1:9999");
  }

  public Shell(Path folder) {
    this(folder, new ScriptedNode());
  }

  public Ran run(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exit =
        Cli.run(
            args,
            environment(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
            more);
    return new Ran(exit, out.toString(UTF_8), err.toString(UTF_8));
  }

  public CliEnvironment environment(PrintStream out, PrintStream err) {
    return new CliEnvironment(
        out,
        err,
        new ByteArrayInputStream(input.getBytes(UTF_8)),
        typed.isEmpty() ? Optional.empty() : Optional.of(this::answer),
        variables,
        home,
        folder,
        clock,
        _ -> {},
        random,
        action -> {
          interruptActions.add(action);
          return () -> interruptActions.remove(action);
        },
        calledAs,
        terminal,
        terminal,
        100,
        _ -> alive,
        new NodeConnector() {
          @Override
          public AtollApi connect(URI url, Optional<String> token) {
            connectedTo.add(url);
            tokens.add(token);
            return node;
          }

          @Override
          public ActorRoutes actors(URI url, InstantSource clock) {
            connectedTo.add(url);
            return actors;
          }
        });
  }

  public Path file(String name, String text) {
    try {
      var file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a key into the keystore that opens fast; its passphrase is {@code correct horse}. */
  public void haveKey(String name) {
    try (var key = Shell.class.getResourceAsStream("keys/" + name + ".json")) {
      var kept = Files.createDirectories(home.resolve(".nunet/key"));
      Files.copy(key, kept.resolve(name + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    variables.put("DMS_PASSPHRASE", "correct horse");
  }

  private Optional<char[]> answer(String prompt) {
    prompts.add(prompt);
    return typed.isEmpty() ? Optional.empty() : Optional.of(typed.removeFirst().toCharArray());
  }
}
