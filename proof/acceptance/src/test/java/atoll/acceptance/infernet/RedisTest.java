package atoll.acceptance.infernet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atoll.acceptance.terminal.Checkout;
import atoll.acceptance.terminal.Running;
import atoll.jobs.redis.RedisServer;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node whose file names a Redis, as the files of those who switch do. */
@ExtendWith(Checkout.Shared.class)
@Timeout(600)
class RedisTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Checkout checkout;
  private final NodeClient node;
  private final CountDownLatch work = new CountDownLatch(1);
  private HttpServer container;
  private RedisServer redis;
  private Path folder;

  RedisTest(Checkout checkout) {
    this.checkout = checkout;
    this.node = new NodeClient(checkout);
  }

  @BeforeEach
  void begin() throws Exception {
    redis = RedisServer.start();
    folder = Files.createTempDirectory(checkout.folder("infernet"), "redis-");
    container = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    container.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    container.createContext(
        "/service_output",
        exchange -> {
          try {
            work.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          var answer = "{\"mood\": \"calm\"}".getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    container.start();
  }

  @AfterEach
  void end() throws Exception {
    work.countDown();
    container.stop(0);
    node.close();
    redis.close();
  }

  @Test
  @DisplayName("check 20: jobs stand in Redis as with the original, and the node outlives it")
  void jobsStandInRedis() throws Exception {
    try (var before = redis.client(0)) {
      before.set(
          "127.0.0.1:of-old",
          "{\"id\": \"of-old\", \"status\": \"success\", \"intermediate_results\": [],"
              + " \"result\": {\"container\": \"echo\", \"output\": {\"by\": \"the original\"}}}");
    }
    try (var before = redis.client(1)) {
      before.set("127.0.0.1:cut-off", "{}");
    }
    try (var running = start()) {
      assertThat(node.get(running, "/api/jobs?id=of-old")).contains("{\"by\":\"the original\"}");
      assertThat(node.get(running, "/api/jobs")).isEqualTo("[\"of-old\"]\n");
      var key = "127.0.0.1:" + node.post(running);
      try (var pending = redis.client(1);
          var done = redis.client(0)) {
        await().atMost(SOON).until(() -> pending.exists(key));
        assertThat(pending.keys("*")).containsExactly(key);
        assertThat(pending.ttl(key)).isPositive().isLessThanOrEqualTo(900);
        work.countDown();
        await().atMost(SOON).until(() -> done.exists(key));
        assertThat(pending.exists(key)).isFalse();
        assertThat(done.ttl(key)).isEqualTo(-1);
        assertThat(done.get(key)).contains("\"output\":{\"mood\": \"calm\"}");
      }
      redis.kill();
      var id = node.post(running);
      await()
          .atMost(SOON)
          .until(() -> node.get(running, "/api/jobs?id=" + id).contains("\"success\""));
      assertThat(node.get(running, "/api/jobs?id=of-old")).isEqualTo("[]\n");
      redis.again();
      try (var done = redis.client(0)) {
        await().atMost(SOON).until(() -> done.exists("127.0.0.1:" + id));
      }
      assertThat(running.err()).contains("Could not connect to Redis");
      running.signal("TERM").end(SOON).exits(0).withoutTraces();
    }
    assertThat(Files.readString(folder.resolve("node.log")))
        .contains(
            "{\"event\":\"Serving REST webserver\",\"level\":\"info\",\"logger\":\"server.rest\"");
  }

  private Running start() throws Exception {
    var config =
        Files.writeString(
            folder.resolve("config.json"),
            """
            {"manage_containers": false, "server": {"port": 0, "rate_limit": {"num_requests": 100000, "period": 1}},
             "redis": {"host": "127.0.0.1", "port": %d}, "log": {"path": "%s"},
             "containers": [{"id": "echo", "url": "http://127.0.0.1:%d"}]}
            """
                .formatted(
                    redis.port(), folder.resolve("node.log"), container.getAddress().getPort()));
    return node.start(config, folder.resolve("data"));
  }
}
