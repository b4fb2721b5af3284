package atoll.acceptance.infernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atoll.acceptance.terminal.Checkout;
import atoll.chain.infernet.World;
import atoll.jobs.redis.RedisServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** How an Infernet node is looked after: looked at before, ended while it starts, told why not. */
@ExtendWith(Checkout.Shared.class)
@Timeout(600)
class OperationsTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String KEY =
      "0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a";

  private final Checkout checkout;
  private Path folder;

  OperationsTest(Checkout checkout) {
    this.checkout = checkout;
  }

  @BeforeEach
  void begin() throws Exception {
    folder = Files.createTempDirectory(checkout.folder("infernet"), "operations-");
  }

  @Test
  @DisplayName("check 29: a node whose chain does not answer ends with 0 while it starts")
  void endedWhileItStarts() throws Exception {
    var asked = new AtomicInteger();
    try (var silent = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (silent.accept() != null) asked.incrementAndGet();
            } catch (java.io.IOException closed) {
              asked.addAndGet(1000);
            }
          });
      try (var running =
          checkout.shell().begin(command(config(silent.getLocalPort()), "starting"))) {
        await().atMost(SOON).until(() -> asked.get() > 0);
        running.signal("TERM").end(SOON).exits(0).withoutTraces();
      }
    }
  }

  @Test
  void whatKeepsANodeFromStartingIsSaid() throws Exception {
    checkout
        .shell()
        .type(command(config(freePort()), "refused"))
        .exits(1)
        .adds("Node exited: ")
        .withoutTraces();
  }

  @Test
  void theDoctorSaysWhatIsMissingAndWhatToDo() throws Exception {
    var config = config(freePort());
    var answer = checkout.shell().type("./atoll doctor --infernet " + config).exits(4);
    assertThat(answer.out())
        .contains("ok    config: ", "fail  rpc: the service at chain.rpc_url does not answer")
        .contains("fail  container echo: nothing listens", "warn  redis: ", "ok    rest port: ")
        .doesNotContain(KEY);
  }

  @Test
  void theDoctorFindsAChainAndItsWalletsInOrder() throws Exception {
    try (var world = new World();
        var container = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        var redis = RedisServer.start()) {
      var wallet = world.wallet(world.node).address;
      var config =
          config(
              redis.port(),
              container.getLocalPort(),
              world.anvil.url().toString(),
              world.at.registry().toString(),
              ",\"payment_address\":\"" + wallet + "\"");
      var answer = checkout.shell().type("./atoll doctor --infernet " + config).exits(0);
      assertThat(answer.out())
          .contains("ok    rpc: chain 31337 answers", "ok    registry: its coordinator is ")
          .contains("ok    wallet: " + world.node.address() + " has ", "ok    redis: ")
          .contains("ok    payment wallet: " + wallet + " is the account's own")
          .contains("ok    container echo: something listens")
          .doesNotContain(KEY);
    }
  }

  private String command(Path config, String data) {
    return "./atoll infernet --config %s --data %s --address 127.0.0.1"
        .formatted(config, folder.resolve(data));
  }

  private Path config(int rpcPort) throws Exception {
    return config(
        freePort(),
        freePort(),
        "http://127.0.0.1:" + rpcPort,
        "0x663F3ad617193148711d28f5334eE4Ed07016602",
        "");
  }

  /**
   * @param wallet more of its members, with a comma before each
   */
  private Path config(int redis, int container, String rpc, String registry, String wallet)
      throws Exception {
    return Files.writeString(
        folder.resolve("config.json"),
        """
        {"manage_containers": false, "server": {"port": 0}, "log": {"path": "%s"},
         "redis": {"host": "127.0.0.1", "port": %d},
         "containers": [{"id": "echo", "url": "http://127.0.0.1:%d"}],
         "chain": {"enabled": true, "rpc_url": "%s",
           "registry_address": "%s", "wallet": {"private_key": "%s"%s}}}
        """
            .formatted(folder.resolve("node.log"), redis, container, rpc, registry, KEY, wallet));
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
