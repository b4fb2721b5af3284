package atoll.node;

import atoll.cli.CommandRefused;
import atoll.cli.Invocation;
import atoll.cli.NodeFile;
import atoll.cli.Program;
import atoll.kernel.Lifecycle;
import atoll.kernel.Location;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A whole network in one process, for trying things: providers, an orchestrator and its REST
 * interface, until ^C.
 */
@Command(
    name = "dev",
    description =
        "A whole network in one process, with keys in memory: providers, an orchestrator, REST. Stays until ^C.")
public final class DevCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Option(
      names = {"-N", "--nodes"},
      paramLabel = "N",
      description = "How many providers share this machine (3).")
  int nodes = 3;

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
    if (nodes < 1 || nodes > 100)
      throw CommandRefused.wrongUse(
          "--nodes takes 1 to 100.", "For example: " + invocation.program() + " dev --nodes 5");
    if (port < 0 || port > 65535) throw CommandRefused.wrongUse("--port takes 0 to 65535.", "");
    var environment = invocation.environment();
    var stop = new CountDownLatch(1);
    try (var _ = new Termination(stop::countDown);
        var _ = environment.interrupts().onInterrupt(stop::countDown);
        var parts = new Lifecycle()) {
      var folder = parts.add(WorkFolder.under(environment.atollHome()));
      var machine = parts.add(new ThisMachine(folder.path(), environment.variables()));
      var network =
          parts.add(
              new LocalNetwork(
                  machine.grounds(),
                  new FetchedModules(),
                  machine.providers(nodes, place(location))));
      var door = parts.add(Doors.open(network.face(), environment, machine.grounds(), port));
      var file = environment.atollHome().resolve(NodeFile.DEV);
      parts.add(
          NodeFiles.announce(
              file,
              new NodeFile(
                  URI.create("http://127.0.0.1:" + door.port()),
                  door.tokenFile(),
                  ProcessHandle.current().pid(),
                  environment.clock().instant())));
      tell(door.port());
      stop.await();
      invocation.output().say("Ending the network and everything it runs.");
    }
    return 0;
  }

  private void tell(int bound) {
    var output = invocation.output();
    if (output.json()) {
      output.document(json ->
          json.beginObject()
              .name("url")
              .value("http://127.0.0.1:" + bound)
              .name("nodes")
              .value(nodes)
              .endObject());
      return;
    }
    output.line(
        "Atoll "
            + Program.VERSION
            + " dev: "
            + nodes
            + (nodes == 1 ? " provider" : " providers")
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
