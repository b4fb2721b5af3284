package atoll.acceptance.infernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atoll.acceptance.terminal.Checkout;
import atoll.acceptance.terminal.Running;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code ./atoll infernet}, typed and killed; its container is on the engine of this machine. */
@ExtendWith(Checkout.Shared.class)
@Timeout(900)
class InfernetCommandTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Checkout checkout;
  private final NodeClient node;
  private Path folder;
  private EchoImage image;

  InfernetCommandTest(Checkout checkout) {
    this.checkout = checkout;
    this.node = new NodeClient(checkout);
  }

  @BeforeEach
  void prepare() throws Exception {
    folder = Files.createTempDirectory(checkout.folder("infernet"), "node-");
    image = EchoImage.build(folder, "atoll-test/infernet-typed:latest");
  }

  @AfterEach
  void leaveNothing() throws Exception {
    node.close();
    for (var container : image.containers("-aq")) EchoImage.docker("rm", "-f", container);
  }

  @Test
  void resultsAndContainersOutliveKillAndTheEndIsInOrder() throws Exception {
    var config = config();
    String before;
    String done;
    String cutOff;
    String container;
    try (var running = start(config)) {
      done = awaitSuccess(running);
      container = image.containers("-q").getFirst();
      before = job(running, done);
      cutOff = node.post(running);
      running.signal("KILL");
      running.process().waitFor();
    }
    try (var running = start(config)) {
      assertThat(job(running, done)).isEqualTo(before).contains("\"mood\":\"calm\"");
      await().atMost(SOON).until(() -> job(running, cutOff).contains("\"success\""));
      assertThat(image.containers("-q")).as("taken up").containsExactly(container);
      assertThat(node.get(running, "/info")).contains("\"id\":\"echo\"", "\"enabled\":false");
      running.signal("TERM").end(SOON).exits(0).withoutTraces();
      assertThat(image.containers("-q")).as("stopped with its node").isEmpty();
    }
  }

  @Test
  void whatIsWrongIsSaidWithTheNameOfItsKey() throws Exception {
    var shell = checkout.shell().in(folder);
    var atoll = checkout.root().resolve("atoll");
    shell.type(atoll + " infernet").exits(1).adds("config.json").withoutTraces();
    Files.writeString(folder.resolve("config.json"), "{\"server\": {\"port\": \"many\"}}");
    shell.type(atoll + " infernet").exits(1).adds("server.port").withoutTraces();
    Files.writeString(folder.resolve("other.json"), "{\"containers\": [{\"id\": \"a\"}]}");
    shell
        .with("INFERNET_CONFIG_PATH", "other.json")
        .type(atoll + " infernet")
        .exits(1)
        .adds("containers[0].image")
        .withoutTraces();
  }

  private Path config() throws Exception {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    return Files.writeString(
        folder.resolve("config.json"),
        """
        {"startup_wait": 0, "server": {"port": 0, "rate_limit": {"num_requests": 100000, "period": 1}},
         "containers": [{"id": "echo", "image": "%s", "port": %d, "env": {"MOOD": "calm"},
           "url": "http://127.0.0.1:%d/cgi-bin"}]}
        """
            .formatted(image.name(), port, port));
  }

  private Running start(Path config) {
    return node.start(config, folder.resolve("data"));
  }

  /** Asks until a job succeeds: a container that was just started does not listen at once. */
  private String awaitSuccess(Running running) {
    var last = new String[1];
    await()
        .atMost(SOON)
        .until(() -> {
          var id = node.post(running);
          await().atMost(SOON).until(() -> !job(running, id).contains("\"running\""));
          last[0] = id;
          return job(running, id).contains("\"success\"");
        });
    return last[0];
  }

  private String job(Running running, String id) throws Exception {
    return node.get(running, "/api/jobs?id=" + id);
  }
}
