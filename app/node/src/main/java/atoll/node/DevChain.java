package atoll.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.chain.EthereumKey;
import atoll.chain.RpcCall;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;

/** A chain for trying things, in a process of its own that ends with this one: anvil. */
record DevChain(Process process, URI url) implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("Listening on 127\\.0\\.0\\.1:(\\d+)");

  /** Accounts that every such chain funds; everybody knows their keys. */
  enum Account {
    DEPLOYER("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"),
    USER("59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d"),
    NODE("5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a");

    private final String hex;

    Account(String hex) {
      this.hex = hex;
    }

    String hex() {
      return "0x" + hex;
    }

    EthereumKey key() {
      return EthereumKey.parse(hex);
    }
  }

  /**
   * Where anvil is: what {@code ATOLL_ANVIL} names, on the path, or where npm lays it in this
   * checkout.
   */
  static Optional<Path> anvil(Map<String, String> environment) {
    var places = new ArrayList<Path>();
    var named = environment.get("ATOLL_ANVIL");
    if (named != null) places.add(Path.of(named));
    for (var folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
      if (!folder.isEmpty()) places.add(Path.of(folder, "anvil"));
    var home = System.getProperty("atoll.home");
    if (home != null)
      places.add(
          Path.of(home)
              .resolve("../../contracts/infernet/node_modules/@foundry-rs/anvil-linux-amd64/bin")
              .resolve("anvil"));
    return places.stream().map(Path::normalize).filter(Files::isExecutable).findFirst();
  }

  /**
   * On a port of its choice, with a block for each transaction.
   *
   * @throws AtollException if it does not start
   */
  static DevChain start(Path anvil) {
    var command = List.of(anvil.toString(), "--port", "0");
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        var listening = LISTENING.matcher(line);
        if (!listening.find()) continue;
        Thread.ofVirtual().name("anvil").start(() -> drain(output));
        return new DevChain(process, URI.create("http://127.0.0.1:" + listening.group(1)));
      }
      throw new AtollException(
          ErrorCode.EXECUTOR_FAILED, anvil + " ended without listening; does it run by itself?");
    } catch (IOException e) {
      throw new AtollException(ErrorCode.EXECUTOR_FAILED, "starting " + anvil, e);
    }
  }

  /** From now on it makes a block a second. */
  static RpcCall<Boolean> blockASecond() {
    var params = JsonNodeFactory.instance.arrayNode().add(1);
    return new RpcCall<>("evm_setIntervalMining", params, _ -> true);
  }

  private static void drain(BufferedReader output) {
    try {
      while (output.readLine() != null) continue;
    } catch (IOException ended) {
      return;
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
