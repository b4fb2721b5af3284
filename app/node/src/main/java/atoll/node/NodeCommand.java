package atoll.node;

import atoll.cli.CommandRefused;
import atoll.cli.Invocation;
import atoll.cli.NodeFile;
import atoll.cli.Program;
import atoll.cli.authority.Identities;
import atoll.cli.config.Configuration;
import atoll.identity.PeerId;
import atoll.identity.PrivateKey;
import atoll.identity.Sealer;
import atoll.journal.postgresql.PostgresJournal;
import atoll.kernel.Lifecycle;
import atoll.kernel.Location;
import atoll.kernel.Memory;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** This machine as a node, with a key and a context that are kept, until ^C. */
@Command(
    name = "node",
    description =
        "This machine as a node that lends and deploys, with its own key and context. Stays until"
            + " ^C.")
public final class NodeCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Option(
      names = {"-c", "--context"},
      paramLabel = "NAME",
      description = "Whose key and capability context it has (dms).")
  String context = "dms";

  public NodeCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Option(
      names = {"-D", "--data"},
      paramLabel = "FOLDER",
      description = "Where it keeps what it has promised (general.data_dir: ~/nunet/data).")
  @Nullable String data;

  @Option(
      names = {"-B", "--database"},
      paramLabel = "URL",
      description =
          "Keep that in PostgreSQL instead: jdbc:postgresql://HOST/NAME; the password is taken from"
              + " ~/.pgpass.")
  @Nullable String database;

  @Override
  public Integer call() throws Exception {
    return run(
        invocation, new Options(context, Optional.ofNullable(data), Optional.ofNullable(database)));
  }

  /** What may be said of a node on the command line. */
  record Options(String context, Optional<String> data, Optional<String> database) {}

  /** Blocks until it is told to stop. */
  static int run(Invocation invocation, Options options) throws Exception {
    var context = options.context();
    var environment = invocation.environment();
    var configuration = invocation.configuration();
    var identities = new Identities(invocation);
    var opened = identities.open(context);
    var key =
        opened
            .identity()
            .key()
            .orElseThrow(() ->
                CommandRefused.wrongUse(
                    "A node signs all the time, so its key cannot be in a hardware wallet.",
                    "Make one: " + invocation.program() + " key new dms"));
    var stop = new CountDownLatch(1);
    try (var _ = new Termination(stop::countDown);
        var _ = environment.interrupts().onInterrupt(stop::countDown);
        var parts = new Lifecycle()) {
      var work = Files.createDirectories(configuration.path("general.work_dir"));
      var machine = parts.add(new ThisMachine(work, environment.variables()));
      var spec = provider(machine, configuration);
      var state = parts.add(open(invocation, options, key, machine.grounds()));
      var node =
          parts.add(
              new DaemonNode(
                  machine, key, opened.context(), () -> identities.save(opened), state, spec));
      var door =
          parts.add(
              Doors.open(
                  node.face(), environment, machine.grounds(), configuration.integer("rest.port")));
      var url = URI.create("http://127.0.0.1:" + door.port());
      parts.add(
          NodeFiles.announce(
              environment.atollHome().resolve(NodeFile.NODE),
              new NodeFile(
                  url,
                  Optional.of(door.tokenFile()),
                  ProcessHandle.current().pid(),
                  environment.clock().instant())));
      tell(invocation, key, url, spec.machine().memory());
      stop.await();
      invocation.output().say("Ending the node. Its containers go on, and it takes them up again.");
    }
    return 0;
  }

  /** This machine as its owner configured it. */
  private static ProviderSpec provider(ThisMachine machine, Configuration configuration) {
    var place =
        Location.of(
            configuration.text("general.host_continent"),
            configuration.text("general.host_country"),
            configuration.text("general.host_city"));
    var ports =
        machine.ports(
            configuration.integer("general.port_available_range_from"),
            configuration.integer("general.port_available_range_to"));
    return machine.provider(place, configuration.truth("job.allow_privileged_docker"), ports);
  }

  private static void tell(Invocation invocation, PrivateKey key, URI url, Memory memory) {
    var output = invocation.output();
    output.line(
        "Atoll " + Program.VERSION + " node " + PeerId.of(key.publicKey()) + ", REST on " + url);
    output.next(
        "Lend this machine: "
            + invocation.program()
            + " actor cmd /dms/node/onboarding/onboard -C 1 -R "
            + aQuarterInGibibytes(memory)
            + " -D 10 -N   End: ^C");
  }

  /** What the node remembers; its secrets are sealed with its key, which a passphrase seals. */
  private static KeptState open(
      Invocation invocation, Options options, PrivateKey key, Grounds grounds) {
    var sealer = Sealer.of(key, grounds.random());
    if (options.database().isPresent())
      return new KeptState(PostgresJournal.open(options.database().get()), sealer, true);
    var folder = DataFolder.named(options.data().orElse(null), invocation);
    return new KeptState(DataFolder.journalIn(folder, grounds), sealer, true);
  }

  /** Something that may be lent: a tenth at least, nine tenths at most (DMS §8.1). */
  private static long aQuarterInGibibytes(Memory memory) {
    return Math.max(1, ((memory.bytes() >> 30) + 3) / 4);
  }
}
