package atoll.acceptance.infernet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atoll.acceptance.terminal.Checkout;
import atoll.acceptance.terminal.Running;
import atoll.chain.Addresses;
import atoll.chain.BlockTag;
import atoll.chain.Eth;
import atoll.chain.infernet.StateKeys;
import atoll.chain.infernet.Terms;
import atoll.chain.infernet.World;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A paid subscription on a real chain, whose node is killed with {@code kill -9} in every interval,
 * at random points. No interval may be missed, and none may cost a second transaction.
 */
@ExtendWith(Checkout.Shared.class)
@Timeout(900)
class SubscriptionKillTest {
  private static final int INTERVALS = Integer.getInteger("atoll.intervals", 8);
  private static final long PERIOD = 3600;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration LONGEST_LIFE = Duration.ofMillis(1200);
  private static final String NODE_KEY =
      "5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a";

  private final Checkout checkout;

  SubscriptionKillTest(Checkout checkout) {
    this.checkout = checkout;
  }

  @Test
  void everyIntervalIsDeliveredAndPaidOnce() throws Exception {
    long seed = Long.getLong("atoll.seed", new Random().nextLong());
    var random = new Random(seed);
    var folder = Files.createTempDirectory(checkout.folder("infernet"), "chain-");
    var container = container();
    try (var world = new World();
        var reaper = Executors.newSingleThreadScheduledExecutor()) {
      var tenth = World.ETHER.divide(BigInteger.TEN);
      var all = tenth.multiply(BigInteger.valueOf(INTERVALS));
      world.fee.does(world.deployer, "updateFee", 500);
      var consumer = world.make("RecordingSubscriber", World.words(world.at.registry()));
      var payer = world.wallet(world.user);
      var earner = world.wallet(world.node);
      world.pay(payer.address, all);
      payer.does(world.user, "approve", consumer.address, Addresses.ZERO, all);
      var receipt =
          consumer.does(
              world.user,
              "subscribe",
              "echo",
              (long) INTERVALS,
              PERIOD,
              1,
              false,
              Addresses.ZERO,
              tenth,
              payer.address,
              Addresses.ZERO);
      long id = world.coordinator.event(receipt, "SubscriptionCreated").<Long>get(0);
      long active = Terms.of(world.coordinator.asked("getSubscription", id)).activeAt();
      long before = sentByNode(world);
      var config = config(folder, world, container.getAddress().getPort(), earner.address);
      for (int interval = 1; interval <= INTERVALS; interval++) {
        world.anvil.goTo(active + (interval - 1) * PERIOD);
        try (var running = start(folder, config)) {
          var _ =
              reaper.schedule(
                  () -> running.signal("KILL"),
                  random.nextLong(LONGEST_LIFE.toMillis()),
                  TimeUnit.MILLISECONDS);
          running.process().waitFor();
        }
        long now = interval;
        try (var running = start(folder, config)) {
          await("the answer to interval " + interval + " (seed " + seed + ")")
              .atMost(SOON)
              .until(() -> answers(world, id, now) == 1);
          running.signal("TERM").end(SOON).exits(0);
        }
      }
      assertThat(sentByNode(world) - before)
          .as("transactions (seed %d)", seed)
          .isEqualTo(INTERVALS);
      assertThat(world.balance(payer.address)).isZero();
      assertThat(world.balance(earner.address))
          .isEqualTo(all.multiply(BigInteger.valueOf(9)).divide(BigInteger.TEN));
    } finally {
      container.stop(0);
    }
  }

  private static long sentByNode(World world) throws InterruptedException {
    return world.anvil.rpc().get(Eth.transactionCount(world.node.address(), BlockTag.LATEST));
  }

  private static int answers(World world, long id, long interval) throws Exception {
    return world.coordinator.<Integer>asked(
        "redundancyCount", (Object) StateKeys.interval(id, interval).bytes());
  }

  private Running start(Path folder, Path config) {
    var running =
        checkout
            .shell()
            .begin(
                "./atoll infernet --config %s --data %s --address 127.0.0.1"
                    .formatted(config, folder.resolve("data")));
    return running.until("it says where it serves", SOON, () -> running.out().contains("http://"));
  }

  private static Path config(Path folder, World world, int port, Object earner) throws IOException {
    return Files.writeString(
        folder.resolve("config.json"),
        """
        {"manage_containers": false, "server": {"port": 0},
         "containers": [{"id": "echo", "url": "http://127.0.0.1:%d"}],
         "chain": {"enabled": true, "rpc_url": "%s", "registry_address": "%s", "trail_head_blocks": 0,
           "wallet": {"private_key": "%s", "payment_address": "%s"}, "snapshot_sync": {"sync_period": 0.05}}}
        """
            .formatted(port, world.anvil.url(), world.at.registry(), NODE_KEY, earner));
  }

  private static HttpServer container() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/service_output",
        exchange -> {
          var answer = "{\"output\": \"hello\"}".getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }
}
