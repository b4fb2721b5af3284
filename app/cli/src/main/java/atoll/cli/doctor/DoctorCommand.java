package atoll.cli.doctor;

import atoll.cli.CliEnvironment;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.cli.Output;
import atoll.cli.machine.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks at this machine: every check at once, told in their order. */
@Command(
    name = "doctor",
    description = "Look at this machine, and say what to do about what is missing.")
public final class DoctorCommand implements Callable<Integer> {
  private final Invocation invocation;
  private final Check sandbox;
  private final Function<Optional<Path>, List<Check>> infernetChecks;

  @Option(
      names = {"-I", "--infernet"},
      arity = "0..1",
      paramLabel = "FILE",
      fallbackValue = "",
      description =
          "Look instead at what an Infernet node with this config.json, or the one that it would"
              + " find, needs: chain, wallet, containers, ports, Redis.")
  @Nullable String infernet;

  public DoctorCommand(Invocation invocation) {
    this(invocation, new ChildProcessCheck());
  }

  /**
   * @param sandbox whether a WebAssembly child starts
   */
  DoctorCommand(Invocation invocation, Check sandbox) {
    this(invocation, sandbox, _ -> List.of());
  }

  /**
   * @param sandbox whether a WebAssembly child starts; the program that has one looks at it more
   *     closely than this library can
   * @param infernetChecks what the configuration of an Infernet node needs, in the file that is
   *     named or the one that such a node would find
   */
  public DoctorCommand(
      Invocation invocation, Check sandbox, Function<Optional<Path>, List<Check>> infernetChecks) {
    this.invocation = invocation;
    this.sandbox = sandbox;
    this.infernetChecks = infernetChecks;
  }

  private List<Check> checks() {
    var environment = invocation.environment();
    if (infernet != null) {
      var checks = new ArrayList<Check>();
      checks.add(new JdkCheck(Runtime.version().feature(), System.getProperty("java.home")));
      checks.add(new DiskCheck(environment.home()));
      checks.add(new ClockCheck(environment.clock()));
      checks.addAll(
          infernetChecks.apply(
              Optional.of(infernet).filter(file -> !file.isEmpty()).map(environment::resolve)));
      return checks;
    }
    return usual(environment);
  }

  private List<Check> usual(CliEnvironment environment) {
    var programs = new Programs(environment);
    return List.of(
        new JdkCheck(Runtime.version().feature(), System.getProperty("java.home")),
        new MavenCheck(programs),
        new DockerCheck(environment),
        new DiskCheck(environment.home()),
        new HomeCheck(environment, invocation),
        new IdentityCheck(invocation),
        new NodeCheck(invocation),
        new ClockCheck(environment.clock()),
        new PortCheck(invocation),
        sandbox);
  }

  @Override
  public Integer call() throws InterruptedException {
    var checks = checks();
    var running = new ArrayList<FutureTask<Check.Finding>>();
    for (var check : checks) {
      var task = new FutureTask<>(check::look);
      running.add(task);
      Thread.ofVirtual().start(task);
    }
    var output = invocation.output();
    var worst = Check.Level.OK;
    for (int i = 0; i < checks.size(); i++) {
      var finding = found(running.get(i));
      tell(output, checks.get(i).name(), finding);
      if (finding.level().compareTo(worst) > 0) worst = finding.level();
    }
    if (worst != Check.Level.FAIL) output.next(next());
    return (worst == Check.Level.FAIL ? ExitCode.FAILED : ExitCode.DONE).number();
  }

  private String next() {
    if (infernet == null) return "Try it: " + invocation.program() + " run examples/hello.yaml";
    if (invocation.infernet().isPresent())
      return "One runs here: " + invocation.program() + " ps shows its jobs";
    return "Start: "
        + invocation.program()
        + " infernet"
        + (infernet.isEmpty() ? "" : " --config " + infernet);
  }

  private static Check.Finding found(FutureTask<Check.Finding> task) throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      return Check.Finding.fail("looking failed: " + e.getCause(), "");
    }
  }

  private static void tell(Output output, String name, Check.Finding finding) {
    if (output.json()) {
      output.document(json ->
          json.beginObject()
              .name("check")
              .value(name)
              .name("result")
              .value(word(finding))
              .name("found")
              .value(finding.found())
              .name("to_do")
              .value(finding.toDo())
              .endObject());
      return;
    }
    var paint = output.paint();
    var mark =
        switch (finding.level()) {
          case OK -> paint.good("ok  ");
          case WARN -> paint.warning("warn");
          case FAIL -> paint.bad("fail");
        };
    output.line(mark + "  " + name + ": " + finding.found());
    if (!finding.toDo().isEmpty()) output.line("      " + finding.toDo());
  }

  private static String word(Check.Finding finding) {
    return finding.level().name().toLowerCase(java.util.Locale.ROOT);
  }
}
