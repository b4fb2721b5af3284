package atoll.node;

import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import atoll.cli.Interrupts;
import atoll.cli.Invocation;
import atoll.cli.Program;
import atoll.infernet.InfernetNode;
import atoll.infernet.chain.ChainNode;
import atoll.infernet.chain.ChainSettings;
import atoll.infernet.config.InfernetConfig;
import atoll.kernel.AtollException;
import atoll.kernel.Lifecycle;
import atoll.kernel.tls.TlsFiles;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** An Infernet node in the place of the original's, with the original's file, until ^C. */
@Command(
    name = "infernet",
    description =
        "An Infernet node that reads the original's config.json: the file that --config names, else"
            + " INFERNET_CONFIG_PATH, else the one in this folder, else the section infernet of"
            + " atoll.yaml. Stays until ^C.")
public final class InfernetCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Option(
      names = {"-D", "--data"},
      paramLabel = "FOLDER",
      description = "Where it keeps jobs and their results (~/.atoll/infernet).")
  @Nullable String data;

  @Option(
      names = {"-A", "--address"},
      paramLabel = "ADDRESS",
      description = "Where it listens (0.0.0.0: everywhere, as the original does).")
  String address = "0.0.0.0";

  @Option(
      names = {"-d", "--dev"},
      description =
          "Without a configuration: a service that says hello, and one paid subscription on a chain"
              + " of its own if anvil is found. Keeps nothing.")
  boolean dev;

  @Option(
      names = {"-P", "--port"},
      paramLabel = "PORT",
      description = "With --dev: where it serves on 127.0.0.1 (4000); 0 takes any.")
  int port = 4000;

  private InfernetCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /** With its subcommands. */
  static CommandLine of(Invocation invocation) {
    return new CommandLine(new InfernetCommand(invocation))
        .addSubcommand(new InfernetInitCommand(invocation));
  }

  @Override
  public Integer call() throws Exception {
    if (port < 0 || port > 65535) throw CommandRefused.wrongUse("--port takes 0 to 65535.", "");
    var environment = invocation.environment();
    var ending = new Ending();
    try (var _ = new Termination(ending::ask);
        var _ = environment.interrupts().onInterrupt(ending::ask);
        // The original ends with 0 then, which its compose files take for an end in order.
        var _ = Interrupts.ofProcess("TERM").onInterrupt(ending::ask);
        var parts = new Lifecycle()) {
      if (dev) {
        ending.started();
        new InfernetDev(invocation, port).run(ending.latch(), parts);
      } else serve(ending, parts);
    }
    return 0;
  }

  /** What goes wrong is told as the original's operators and supervisors know it (Infernet §8). */
  private void serve(Ending ending, Lifecycle parts) throws InterruptedException {
    try {
      keep(ending, parts);
    } catch (AtollException e) {
      if (ending.isAsked()) return; // it was interrupted while it started
      throw new CommandRefused(
          ExitCode.WRONG_USE, e.code().wireName(), "Node exited: " + e.getMessage(), "");
    } catch (InterruptedException e) {
      if (!ending.isAsked()) throw e;
    } finally {
      ending.started();
    }
  }

  private void keep(Ending ending, Lifecycle parts) throws InterruptedException {
    var environment = invocation.environment();
    var config = InfernetFile.of(invocation).read(environment.variables());
    ChainSettings.check(config.chain());
    var bind = bind();
    var folder =
        data == null ? environment.atollHome().resolve("infernet") : environment.resolve(data);
    LogSetup.tellInfernet(
        config.log(), environment.workingDirectory(), invocation.output().errPaint());
    var grounds = parts.add(new InfernetGrounds(folder, environment.variables()));
    var node = parts.add(start(grounds, config, bind));
    ending.started();
    var tls = config.server().tls();
    parts.add(
        NodeFiles.announceInfernet(
            environment,
            URI.create(url(config, near(bind), node.port())),
            tls.map(TlsFiles::certificate)));
    tell(config, node.port());
    ending.latch().await();
    invocation
        .output()
        .say("Ending the node and its containers. Jobs that are under way go on next time.");
  }

  private static String near(InetAddress bind) {
    return bind.isAnyLocalAddress() ? "127.0.0.1" : bind.getHostAddress();
  }

  private static String url(InfernetConfig config, String host, int port) {
    return (config.server().tls().isPresent() ? "https://" : "http://")
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + port;
  }

  private InfernetNode start(InfernetGrounds grounds, InfernetConfig config, InetAddress bind)
      throws InterruptedException {
    return InfernetNode.start(config, grounds.surroundings(config, bind), ChainNode::open);
  }

  private InetAddress bind() {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw CommandRefused.wrongUse(
          "--address takes an address of this machine, which " + address + " is not.",
          "For example: --address 127.0.0.1");
    }
  }

  private void tell(InfernetConfig config, int port) {
    var output = invocation.output();
    var url = url(config, address, port);
    int containers = config.containers().size();
    if (output.json()) {
      output.document(json ->
          json.beginObject()
              .name("url")
              .value(url)
              .name("containers")
              .value(containers)
              .name("chain")
              .value(config.chain().enabled())
              .endObject());
      return;
    }
    output.line(
        "Atoll "
            + Program.VERSION
            + " infernet: "
            + containers
            + (containers == 1 ? " container" : " containers")
            + (config.chain().enabled() ? " and a chain" : "")
            + ", REST on "
            + url);
    boolean open = config.server().tls().isEmpty() && config.server().apiKeys().isEmpty();
    output.next(
        "Look: "
            + (open
                ? "curl " + url.replace("0.0.0.0", "127.0.0.1") + "/info"
                : invocation.program() + " ps")
            + "   End: ^C");
  }
}
