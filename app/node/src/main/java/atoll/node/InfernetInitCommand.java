package atoll.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.chain.BlockTag;
import atoll.chain.Eth;
import atoll.chain.JsonRpc;
import atoll.chain.RpcException;
import atoll.chain.RpcLimits;
import atoll.cli.CommandRefused;
import atoll.cli.Invocation;
import atoll.cli.config.InfernetSection;
import atoll.infernet.config.ConfigReader;
import atoll.kernel.AtollException;
import atoll.kernel.HttpAuthority;
import atoll.kernel.json.CanonicalJson;
import atoll.workload.Readiness;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a configuration to begin with, and says what it still lacks. */
@Command(
    name = "init",
    description =
        "Write a commented configuration, with an account of the local chain for trying things if"
            + " one answers, and say what is missing. Never writes over a file.")
final class InfernetInitCommand implements Callable<Integer> {
  private static final long DEV_CHAIN = 31_337;
  private static final RpcLimits ONCE =
      new RpcLimits(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          1,
          Duration.ofMillis(1),
          Duration.ofMillis(1),
          1 << 20,
          1);

  private final Invocation invocation;

  @Option(
      names = {"-r", "--rpc"},
      paramLabel = "URL",
      description = "A chain's JSON-RPC service (http://127.0.0.1:8545).")
  String rpcUrl = "http://127.0.0.1:8545";

  InfernetInitCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws Exception {
    var environment = invocation.environment();
    var file =
        invocation
            .configFile()
            .map(environment::resolve)
            .orElseGet(
                () -> environment.resolve(ConfigReader.path(environment.variables()).toString()));
    if (InfernetSection.mayBeIn(file))
      throw CommandRefused.wrongUse(
          "What is written is JSON, and " + file + " is not a name for that.",
          "Name another with --config, such as config.json.");
    boolean funded = isDevChain();
    write(file, funded);
    var _ = ConfigReader.read(file, environment.variables());
    var output = invocation.output();
    output.line("Wrote " + file);
    var missing = missing(funded);
    if (!missing.isEmpty()) output.say("Missing:");
    for (var what : missing) output.say("  " + what);
    output.next("Start: " + invocation.program() + " infernet --config " + file);
    return 0;
  }

  /** Readable by its owner alone, since it has a key in it; whole, or not there. */
  private void write(Path file, boolean funded) throws IOException {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var whole = file.resolveSibling("." + file.getFileName() + ".new");
    try {
      Files.deleteIfExists(whole); // of an init that was cut off
      Files.createFile(whole, mode);
      Files.writeString(whole, text(funded), UTF_8);
      Files.move(whole, file);
    } catch (FileAlreadyExistsException e) {
      Files.deleteIfExists(whole);
      throw CommandRefused.wrongUse(
          file + " is there already, and is not written over.", "Name another with --config.");
    } catch (NoSuchFileException e) {
      throw CommandRefused.wrongUse(
          "There is no folder for " + file + ".", "Make it, or name another file with --config.");
    }
  }

  private String text(boolean funded) {
    return """
    {
      "//": "Members that begin with // are comments; docs/infernet.md tells what is what.",
      "server": {
        "// rate_limit": "for each client and route: so many requests at once, refilled over so many seconds",
        "port": 4000,
        "rate_limit": {"num_requests": 60, "period": 60}
      },
      "// manage_containers": "true: the node runs the containers itself; false: each has a url",
      "manage_containers": true,
      "containers": [
        {
          "id": "hello-world",
          "image": "ritualnetwork/hello-world-infernet:latest",
          "port": 3000,
          "external": true,
          "// accepted_payments": "least price by token, in its smallest unit; the zero address is ether",
          "accepted_payments": {}
        }
      ],
      "chain": {
        "// enabled": "true once rpc_url, registry_address and wallet are right",
        "enabled": false,
        "rpc_url": %s,
        "trail_head_blocks": 1,
        "registry_address": "",
        "wallet": {
          "// private_key": "of the account that delivers; keep this file secret",
          "private_key": "%s",
          "payment_address": "",
          "max_gas_limit": 5000000,
          "allowed_sim_errors": []
        }
      }
    }
    """
        .formatted(new CanonicalJson().value(rpcUrl), funded ? DevChain.Account.NODE.hex() : "");
  }

  private boolean isDevChain() throws InterruptedException {
    var environment = invocation.environment();
    try (var rpc =
        new JsonRpc(
            List.of(URI.create(rpcUrl)),
            ONCE,
            System::nanoTime,
            environment.random(),
            environment.pause()::of)) {
      return rpc.get(Eth.chainId()) == DEV_CHAIN
          && rpc.get(Eth.balance(DevChain.Account.NODE.key().address(), BlockTag.LATEST)).signum()
              > 0;
    } catch (RpcException e) {
      return false;
    } catch (IllegalArgumentException e) {
      throw CommandRefused.wrongUse(
          "--rpc takes the URL of a JSON-RPC service.", "For example: --rpc http://127.0.0.1:8545");
    }
  }

  private List<String> missing(boolean funded) {
    var missing = new ArrayList<String>();
    if (!engineAnswers())
      missing.add(
          "a container engine that answers; start one, or set manage_containers to false and give"
              + " each container a url");
    if (funded)
      missing.add(
          "chain.registry_address: deploy the contracts with "
              + invocation.program()
              + " chain deploy --rpc "
              + rpcUrl
              + ", then set chain.enabled");
    else
      missing.add(
          "for a chain: rpc_url, registry_address and wallet.private_key; none for trying things"
              + " answers on "
              + HttpAuthority.of(URI.create(rpcUrl)).host());
    return missing;
  }

  private boolean engineAnswers() {
    try (var engine = new MachineEngine(invocation.environment())) {
      return engine.readiness() instanceof Readiness.Ready;
    } catch (AtollException _) { // doctor says why
      return false;
    }
  }
}
