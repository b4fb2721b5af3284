package atoll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of the program. Only the command that was typed is loaded. */
public final class Cli {
  private final CliEnvironment environment;
  private final List<Verb> verbs;
  private final Globals globals = new Globals();
  private final Invocation invocation;

  private Cli(CliEnvironment environment, List<Verb> more) {
    this.environment = environment;
    this.verbs = new ArrayList<>(more);
    this.invocation = new Invocation(environment, globals, this);
    for (var verb : Verbs.all())
      if (more.stream().noneMatch(m -> m.name().equals(verb.name()))) verbs.add(verb);
  }

  /** Carries out one command line and returns the exit code; never throws. */
  public static int run(String[] args, CliEnvironment environment) {
    return run(args, environment, List.of());
  }

  /**
   * The same with the commands of the program that this library does not know.
   *
   * @param more shown before the others of their group; one of the same name takes the place of
   *     ours
   */
  public static int run(String[] args, CliEnvironment environment, List<Verb> more) {
    int code = carriedOut(args, environment, more);
    if (!environment.out().checkError() || code != ExitCode.DONE.number()) return code;
    environment
        .err()
        .println(
            environment.calledAs() + ": standard output could not be written; is the disk full?");
    return ExitCode.FAILED.number();
  }

  private static int carriedOut(String[] args, CliEnvironment environment, List<Verb> more) {
    if (args.length == 1
        && (args[0].equals("--version") || args[0].equals("-V") || args[0].equals("version"))) {
      environment.out().println(environment.calledAs() + " " + Program.VERSION);
      return ExitCode.DONE.number();
    }
    return new Cli(environment, more).run(args);
  }

  /** Every command at once, for completion and checks. */
  public static CommandLine commandLine(CliEnvironment environment, List<Verb> more) {
    return new Cli(environment, more).whole();
  }

  CommandLine whole() {
    var root = root();
    verbs.forEach(verb -> add(root, verb));
    return configured(root);
  }

  List<Verb> verbs() {
    return verbs;
  }

  private int run(String[] args) {
    try {
      return carryOut(args);
    } catch (RuntimeException e) {
      return fail(e);
    }
  }

  private int carryOut(String[] args) {
    var root = root();
    int at = firstWord(root, args);
    if (at < 0) return withoutCommand(root, args);
    var word = args[at];
    if (word.equals("help")) {
      var rest = new ArrayList<>(Arrays.asList(args));
      rest.remove(at);
      rest.add("--help");
      return carryOut(rest.toArray(String[]::new));
    }
    var verb = verbs.stream().filter(v -> v.answersTo(word)).findFirst();
    if (verb.isEmpty()) {
      var known =
          verbs.stream().filter(v -> v.group() != Verb.Group.HIDDEN).map(Verb::name).toList();
      var question = DidYouMean.question(word, known);
      throw CommandRefused.wrongUse(
          "There is no command " + word + ".",
          question.isEmpty() ? "All commands: " + environment.calledAs() + " --help" : question);
    }
    add(root, verb.get());
    return configured(root).execute(args);
  }

  private int withoutCommand(CommandLine root, String[] args) {
    root.parseArgs(args);
    if (globals.help) {
      environment.out().print(TopHelp.text(environment, verbs));
      return ExitCode.DONE.number();
    }
    if (globals.version) {
      invocation
          .output()
          .document(json -> json.beginObject().name("version").value(Program.VERSION).endObject());
      return ExitCode.DONE.number();
    }
    environment.err().print(TopHelp.text(environment, verbs));
    return ExitCode.WRONG_USE.number();
  }

  private CommandLine root() {
    var root = new CommandLine(globals);
    root.setCommandName(environment.calledAs());
    return root;
  }

  private void add(CommandLine root, Verb verb) {
    root.addSubcommand(
        verb.name(), verb.command().apply(invocation), verb.aliases().toArray(String[]::new));
  }

  private CommandLine configured(CommandLine root) {
    var output = invocation.output();
    IParameterExceptionHandler wrongUse = (e, _) -> fail(e);
    return root.setExpandAtFiles(false)
        .setInterpolateVariables(false)
        .setUsageHelpWidth(Math.clamp(environment.width(), 60, 120))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(output.paint().on() ? Ansi.ON : Ansi.OFF))
        .setOut(writer(environment.out()))
        .setErr(writer(environment.err()))
        .setParameterExceptionHandler(wrongUse)
        .setExecutionExceptionHandler((e, _, _) -> fail(e));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, UTF_8), true);
  }

  private int fail(Exception e) {
    if (e instanceof InterruptedException) Thread.currentThread().interrupt();
    int exit =
        (e instanceof CommandLine.ParameterException wrong ? wrongUse(wrong) : Failure.of(e))
            .tell(invocation, environment.calledAs());
    if (globals.debug) e.printStackTrace(environment.err());
    return exit;
  }

  private static Failure wrongUse(CommandLine.ParameterException e) {
    var command = e.getCommandLine().getCommandSpec();
    var help = "What it takes: " + command.qualifiedName() + " --help";
    if (e.getCause() instanceof CommandRefused refused) return Failure.of(refused);
    return new Failure(
        ExitCode.WRONG_USE,
        "wrong_use",
        Failure.text(e),
        suggestion(e).map(s -> s + " " + help).orElse(help));
  }

  private static Optional<String> suggestion(CommandLine.ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched) || unmatched.getUnmatched().isEmpty())
      return Optional.empty();
    var command = e.getCommandLine().getCommandSpec();
    var typed = unmatched.getUnmatched().getFirst();
    var known = new ArrayList<String>();
    if (typed.startsWith("-"))
      command.options().forEach(option -> known.addAll(Arrays.asList(option.names())));
    else known.addAll(command.subcommands().keySet());
    var question = DidYouMean.question(typed, known);
    return question.isEmpty() ? Optional.empty() : Optional.of(question);
  }

  /** Where the command's name stands, after the options before it; -1 if nowhere. */
  private static int firstWord(CommandLine root, String[] args) {
    for (int i = 0; i < args.length; i++) {
      if (!args[i].startsWith("-") || args[i].equals("-")) return i;
      var option = root.getCommandSpec().findOption(args[i]);
      if (option != null && option.arity().min() > 0) i++;
    }
    return -1;
  }
}
