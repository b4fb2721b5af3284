package atoll.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A local chain of the tests' own: the anvil that contracts/infernet names, on a port of its
 * choice.
 */
public final class Anvil implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("Listening on 127\\.0\\.0\\.1:(\\d+)");
  private static final RpcLimits LIMITS =
      new RpcLimits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          2,
          Duration.ofMillis(10),
          Duration.ofMillis(100),
          16 << 20,
          100);

  /** Accounts that every development chain funds; their keys are public. */
  private static final List<String> KEYS =
      List.of(
          "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
          "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
          "5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a",
          "7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6",
          "47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a");

  private final Process process;
  private final URI url;
  private final JsonRpc rpc;

  private Anvil(Process process, int port) {
    this.process = process;
    url = URI.create("http://127.0.0.1:" + port);
    rpc = new JsonRpc(List.of(url), LIMITS, System::nanoTime, new Random(7), Thread::sleep);
  }

  public static Anvil start(String... more) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(binary().toString(), "--port", "0", "--accounts", "5"));
    command.addAll(List.of(more));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      var listening = LISTENING.matcher(line);
      if (!listening.find()) continue;
      Thread.ofVirtual().start(() -> drain(output));
      return new Anvil(process, Integer.parseInt(listening.group(1)));
    }
    throw new IOException("anvil ended without listening, with " + process.waitFor());
  }

  public static EthereumKey key(int account) {
    return EthereumKey.parse(KEYS.get(account));
  }

  public URI url() {
    return url;
  }

  public JsonRpc rpc() {
    return rpc;
  }

  public long chainId() {
    return 31337;
  }

  /** Sends and waits as a patient account does; anvil mines at once. */
  public Transactions transactions(EthereumKey key) {
    return new Transactions(
        rpc,
        key,
        chainId(),
        new FeePolicy(
            15_000_000,
            20,
            BigInteger.valueOf(1_000_000_000_000L),
            13,
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofMillis(5),
            1),
        Outbox.FORGETFUL,
        System::nanoTime,
        Thread::sleep);
  }

  /** One of anvil's own commands, such as to move its clock. */
  public JsonNode command(String method, Object... params) throws InterruptedException {
    var list = JsonNodeFactory.instance.arrayNode();
    for (var param : params)
      switch (param) {
        case Long number -> list.add(number);
        case Boolean truth -> list.add(truth);
        default -> list.add(param.toString());
      }
    return rpc.get(new RpcCall<>(method, list, node -> node));
  }

  /** Second of the latest block. */
  public long now() throws InterruptedException {
    return rpc.get(Eth.block(BlockTag.LATEST)).orElseThrow().timestamp();
  }

  /** Moves the chain's clock, and makes a block at that second. */
  public void goTo(long second) throws InterruptedException {
    command("evm_setNextBlockTimestamp", second);
    command("evm_mine");
  }

  /** Lets the process stand still: it takes connections and answers nothing. */
  public void freeze() throws InterruptedException {
    signal("-STOP");
  }

  public void thaw() throws InterruptedException {
    signal("-CONT");
  }

  private void signal(String name) throws InterruptedException {
    try {
      new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    rpc.close();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Named by ATOLL_ANVIL, or else what npm lays out, which is asked to if it has not yet. */
  public static synchronized Path binary() throws IOException, InterruptedException {
    var named = System.getenv("ATOLL_ANVIL");
    if (named != null) return Path.of(named);
    var contracts = Path.of("").toAbsolutePath();
    while (!Files.exists(contracts.resolve("contracts/infernet")))
      contracts = contracts.getParent();
    contracts = contracts.resolve("contracts/infernet");
    var anvil = contracts.resolve("node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");
    if (!Files.exists(anvil)) {
      var npm =
          new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
              .directory(contracts.toFile())
              .redirectErrorStream(true)
              .start();
      var said = new String(npm.getInputStream().readAllBytes(), UTF_8);
      if (npm.waitFor() != 0 || !Files.exists(anvil))
        throw new IOException("npm ci in contracts/infernet brought no anvil: " + said);
    }
    return anvil;
  }

  private static void drain(BufferedReader output) {
    try {
      while (output.readLine() != null) continue;
    } catch (IOException ended) {
      return;
    }
  }
}
