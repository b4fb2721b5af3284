package atoll.node;

import atoll.cli.CommandRefused;
import atoll.cli.Invocation;
import atoll.cli.NodeFile;
import atoll.cli.Program;
import atoll.kernel.Lifecycle;
import atoll.kernel.Location;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A whole network in one process, for trying things: providers, an orchestrator and its REST
 * interface, until ^C.
 */
@Command(
    name = "dev",
    description =
        "A whole network in one process: providers, an orchestrator, REST. Stays until ^C; keeps nothing unless --data names a folder.")
public final class DevCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Option(
      names = {"-N", "--nodes"},
      paramLabel = "N",
      description = "How many providers share this machine (3).")
  @Nullable Integer nodes;

  @Option(
      names = {"-D", "--data"},
      paramLabel = "FOLDER",
      description =
          "Keep keys, deployments and promises in this folder, and take up again what it holds.")
  @Nullable String data;

  @Option(
      names = {"-P", "--port"},
      paramLabel = "PORT",
      description = "Where its REST interface listens on 127.0.0.1 (9999); 0 takes any.")
  int port = 9999;

  @Option(
      names = {"-L", "--location"},
      paramLabel = "CONTINENT[/COUNTRY[/CITY]]",
      description = "Where its providers say they are (EU).")
  String location = "EU";

  public DevCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws Exception {
    if (nodes != null && (nodes < 1 || nodes > 100))
      throw CommandRefused.wrongUse(
          "--nodes takes 1 to 100.", "For example: " + invocation.program() + " dev --nodes 5");
    if (port < 0 || port > 65535) throw CommandRefused.wrongUse("--port takes 0 to 65535.", "");
    var environment = invocation.environment();
    var stop = new CountDownLatch(1);
    try (var _ = new Termination(stop::countDown);
        var _ = environment.interrupts().onInterrupt(stop::countDown);
        var parts = new Lifecycle()) {
      var place = place(location);
      var folder = data == null ? Optional.<Path>empty() : Optional.of(environment.resolve(data));
      var work =
          folder.isPresent()
              ? DataFolder.workIn(folder.get())
              : parts.add(WorkFolder.under(environment.atollHome())).path();
      var machine = parts.add(new ThisMachine(work, environment.variables()));
      var state =
          parts.add(
              folder.isPresent()
                  ? DataFolder.open(folder.get(), machine.grounds())
                  : KeptState.forNow(machine.grounds().random()));
      int count = count(new KeptKeys(state, machine.grounds().random()).providers());
      var network =
          parts.add(
              new LocalNetwork(
                  machine.grounds(), state, new FetchedModules(), machine.providers(count, place)));
      network.keepHouse();
      var door = parts.add(Doors.open(network.face(), environment, machine.grounds(), port));
      var file = environment.atollHome().resolve(NodeFile.DEV);
      parts.add(
          NodeFiles.announce(
              file,
              new NodeFile(
                  URI.create("http://127.0.0.1:" + door.port()),
                  Optional.of(door.tokenFile()),
                  ProcessHandle.current().pid(),
                  environment.clock().instant())));
      tell(count, door.port());
      stop.await();
      invocation
          .output()
          .say(
              state.lasting()
                  ? "Ending the network. Its containers go on, and the same command takes them up"
                      + " again."
                  : "Ending the network and everything it runs.");
    }
    return 0;
  }

  /** As many as were asked for; else as many as are kept; else three. */
  private int count(int kept) {
    if (nodes == null) return kept == 0 ? 3 : kept;
    if (nodes < kept)
      throw CommandRefused.wrongUse(
          "%s holds %d providers, so --nodes cannot be %d.".formatted(data, kept, nodes),
          "Leave --nodes out to take up what is there.");
    return nodes;
  }

  private void tell(int count, int bound) {
    var output = invocation.output();
    if (output.json()) {
      output.document(json ->
          json.beginObject()
              .name("url")
              .value("http://127.0.0.1:" + bound)
              .name("nodes")
              .value(count)
              .endObject());
      return;
    }
    output.line(
        "Atoll "
            + Program.VERSION
            + " dev: "
            + count
            + (count == 1 ? " provider" : " providers")
            + " and an orchestrator, REST on http://127.0.0.1:"
            + bound);
    output.next(
        "Deploy: "
            + invocation.program()
            + " deploy examples/web.yaml   Look: "
            + invocation.program()
            + " ps   End: ^C");
  }

  private static Location place(String text) {
    var words = text.split("/", -1);
    if (words.length > 3 || words[0].isBlank())
      throw CommandRefused.wrongUse(
          "--location takes a continent, and perhaps a country and a city.",
          "For example: --location EU/DE/Berlin");
    return Location.of(
        words[0], words.length > 1 ? words[1] : "", words.length > 2 ? words[2] : "");
  }
}
