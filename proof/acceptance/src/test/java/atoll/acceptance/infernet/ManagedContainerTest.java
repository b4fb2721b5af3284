package atoll.acceptance.infernet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atoll.actor.VirtualThreadDispatcher;
import atoll.infernet.InfernetNode;
import atoll.infernet.Surroundings;
import atoll.infernet.chain.ChainNode;
import atoll.infernet.config.ConfigReader;
import atoll.jobs.JobBoard;
import atoll.journal.InMemoryJournal;
import atoll.journal.Journal;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Lifecycle;
import atoll.kernel.Memory;
import atoll.kernel.Resources;
import atoll.web.Metrics;
import atoll.workload.Alarm;
import atoll.workload.docker.DockerExecutor;
import atoll.workload.docker.DockerHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Infernet §3.3, on the engine of this machine. */
@Timeout(180)
class ManagedContainerTest {
  @TempDir Path folder;
  private final String provider = "test-" + UUID.randomUUID();
  private final Journal journal = new InMemoryJournal();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Lifecycle parts = new Lifecycle();
  private EchoImage image;

  @BeforeEach
  void build() throws Exception {
    image = EchoImage.build(folder);
  }

  @AfterEach
  void leaveNothing() throws Exception {
    parts.close();
    client.close();
    for (var container : image.containers("-aq")) EchoImage.docker("rm", "-f", container);
  }

  @Test
  void aContainerIsStartedAsksAreAnsweredAndOneThatDiesComesBack() throws Exception {
    int port = freePort();
    var node = start(port, "calm");
    awaitAnswer(node, "calm");

    EchoImage.docker("kill", image.containers("-q").getFirst());
    await().atMost(Duration.ofSeconds(60)).until(() -> !image.containers("-q").isEmpty());
    awaitAnswer(node, "calm");

    var container = image.containers("-aq");
    node.close();
    assertThat(image.containers("-q")).as("stopped with its node").isEmpty();
    assertThat(image.containers("-aq")).as("and kept").isEqualTo(container);

    var again = start(port, "calm");
    awaitAnswer(again, "calm");
    assertThat(image.containers("-aq")).as("with its files").isEqualTo(container);
    again.close();

    awaitAnswer(start(port, "merry"), "merry");
    assertThat(image.containers("-aq")).as("made anew").hasSize(1).isNotEqualTo(container);
  }

  private InfernetNode start(int port, String mood) throws InterruptedException {
    var config =
        """
        {"startup_wait": 0, "server": {"port": 0, "rate_limit": {"num_requests": 100000, "period": 1}},
         "containers": [{"id": "echo", "image": "%s", "port": %d, "env": {"MOOD": "%s"},
           "url": "http://127.0.0.1:%d/cgi-bin"}]}
        """
            .formatted(EchoImage.NAME, port, mood, port);
    var dispatcher = parts.add(new VirtualThreadDispatcher("infernet"));
    var timer = Executors.newSingleThreadScheduledExecutor();
    parts.add(timer::shutdownNow);
    var executor =
        parts.add(new DockerExecutor(engine(), provider, Alarm.on(timer), InstantSource.system()));
    return parts.add(
        InfernetNode.start(
            ConfigReader.parse("config.json", config.getBytes(UTF_8)),
            new Surroundings(
                Map.of(),
                journal,
                Optional.of(executor),
                new Resources(Cpu.ofCores(1), Memory.ofMebibytes(64), Disk.ofMebibytes(64)),
                folder.resolve("node"),
                InetAddress.ofLiteral("127.0.0.1"),
                dispatcher,
                InstantSource.system(),
                System::nanoTime,
                new Random(1),
                new Metrics(),
                64 << 20,
                "0.1.0",
                JobBoard.NONE),
            ChainNode::open));
  }

  /** The one that the {@code docker} command speaks to. */
  private static DockerHost engine() {
    return DockerHost.of(System.getenv());
  }

  /** Asks until a job succeeds: a container that was just started does not listen at once. */
  private void awaitAnswer(InfernetNode node, String mood) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          var id = send(node, post()).replaceAll("(?s).*\"id\":\"([^\"]*)\".*", "$1");
          await().until(() -> !job(node, id).contains("\"running\""));
          return job(node, id)
              .contains(
                  "\"output\":{\"got\":{\"data\":{\"a\":1},\"destination\":1,"
                      + "\"requires_proof\":false,\"source\":1},\"mood\":\""
                      + mood
                      + "\"}");
        });
  }

  private static HttpRequest.Builder post() {
    return HttpRequest.newBuilder()
        .header("Content-Type", "application/json")
        .POST(
            HttpRequest.BodyPublishers.ofString("{\"containers\":[\"echo\"],\"data\":{\"a\":1}}"));
  }

  private String job(InfernetNode node, String id) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + node.port() + "/api/jobs?id=" + id))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private String send(InfernetNode node, HttpRequest.Builder request) throws Exception {
    return client
        .send(
            request.uri(URI.create("http://127.0.0.1:" + node.port() + "/api/jobs")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
