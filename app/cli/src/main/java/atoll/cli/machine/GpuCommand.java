package atoll.cli.machine;

import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.cli.Table;
import atoll.hardware.MachineHardware;
import atoll.kernel.Gpu;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The graphics processors of this machine. */
@Command(name = "gpu", description = "Show and try the graphics processors of this machine.")
public final class GpuCommand {
  private static final Duration PULLING = Duration.ofMinutes(5);

  private final Invocation invocation;

  private GpuCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /** With its subcommands. */
  public static CommandLine of(Invocation invocation) {
    var gpu = new GpuCommand(invocation);
    return new CommandLine(gpu).addSubcommand(gpu.new Listing()).addSubcommand(gpu.new Test());
  }

  @Command(name = "list", description = "List them, with the index that onboarding takes.")
  final class Listing implements Callable<Integer> {
    @Override
    public Integer call() {
      var output = invocation.output();
      var gpus = gpus();
      if (output.json())
        output.document(json -> {
          json.beginArray();
          for (var g : gpus)
            json.beginObject()
                .name("index")
                .value(g.index())
                .name("vendor")
                .value(g.vendor().wireName())
                .name("model")
                .value(g.model())
                .name("vram_bytes")
                .value(g.vram().bytes())
                .name("uuid")
                .value(g.uuid())
                .endObject();
          json.endArray();
        });
      else if (gpus.isEmpty())
        output.say("No GPU is found; the tools asked are nvidia-smi, rocm-smi and xpu-smi.");
      else {
        var table = new Table("INDEX", "VENDOR", "MODEL", "VRAM", "UUID");
        for (var g : gpus)
          table.row(
              Integer.toString(g.index()),
              g.vendor().wireName(),
              g.model(),
              (g.vram().bytes() >> 30) + " GiB",
              g.uuid());
        output.table(table);
      }
      return ExitCode.DONE.number();
    }
  }

  @Command(name = "test", description = "See whether a container can use them, with Docker.")
  final class Test implements Callable<Integer> {
    @Option(
        names = {"-i", "--image"},
        paramLabel = "IMAGE",
        description = "The container to try it with (debian:stable-slim).")
    String image = "debian:stable-slim";

    @Option(
        names = {"-g", "--gpu"},
        paramLabel = "INDEX",
        description = "Only this one.")
    @Nullable Integer index;

    @Override
    public Integer call() throws InterruptedException {
      var tried = gpus().stream().filter(g -> index == null || g.index() == index).toList();
      if (tried.isEmpty())
        throw CommandRefused.wrongUse(
            index == null ? "No GPU is found." : "There is no GPU " + index + ".",
            "Those found: " + invocation.program() + " gpu list");
      var docker =
          new Programs(invocation.environment())
              .find("docker")
              .orElseThrow(() ->
                  new CommandRefused(
                      ExitCode.FAILED,
                      "Docker's command line is not installed.",
                      "Install it, for example package docker.io"));
      var output = invocation.output();
      boolean allWork = true;
      for (var gpu : tried) {
        var ran = Programs.run(PULLING, command(docker.toString(), gpu));
        boolean works = ran.isPresent() && ran.get().exit() == 0;
        var said =
            ran.map(r -> r.output().strip())
                .orElse("no answer within " + PULLING.toMinutes() + " minutes");
        allWork &= works;
        if (output.json())
          output.document(json ->
              json.beginObject()
                  .name("index")
                  .value(gpu.index())
                  .name("uuid")
                  .value(gpu.uuid())
                  .name("works")
                  .value(works)
                  .name("output")
                  .value(said)
                  .endObject());
        else
          output.line(
              gpu.index()
                  + " "
                  + gpu.model()
                  + ": "
                  + (works
                      ? output.paint().good("works")
                      : output.paint().bad("does not work") + ": " + said));
      }
      return (allWork ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    /** The device is given to the container as the docker executor does it (DMS §9.2). */
    private List<String> command(String docker, Gpu gpu) {
      return switch (gpu.vendor()) {
        case NVIDIA ->
            List.of(
                docker, "run", "--rm", "--gpus", "device=" + gpu.uuid(), image, "nvidia-smi", "-L");
        case AMD ->
            List.of(
                docker,
                "run",
                "--rm",
                "--device",
                "/dev/kfd",
                "--device",
                "/dev/dri",
                image,
                "ls",
                "/dev/kfd",
                "/dev/dri");
        case INTEL ->
            List.of(docker, "run", "--rm", "--device", "/dev/dri", image, "ls", "/dev/dri");
      };
    }
  }

  private List<Gpu> gpus() {
    return new MachineHardware(invocation.environment().home()).inspect().gpus();
  }
}
