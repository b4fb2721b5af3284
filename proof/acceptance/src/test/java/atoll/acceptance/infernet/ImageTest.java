package atoll.acceptance.infernet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atoll.acceptance.terminal.Checkout;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The image, built without a registry and run as the compose file says, on the engine of this
 * machine: the node is a container, and so is what it runs.
 */
@ExtendWith(Checkout.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(900)
class ImageTest {
  private static final String IMAGE = "ritualnetwork/infernet-node:atoll-test";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]*)\"");
  private static final long MOST_BYTES = 400L << 20;

  private final Checkout checkout;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> begun = new ArrayList<>();
  private Path folder;
  private EchoImage echo;

  ImageTest(Checkout checkout) {
    this.checkout = checkout;
  }

  @BeforeAll
  void build() throws Exception {
    folder = Files.createTempDirectory(checkout.folder("infernet"), "image-");
    echo = EchoImage.build(folder, "atoll-test/infernet-packed:latest");
    checkout
        .shell()
        .type("make build-here tag=atoll-test", Duration.ofMinutes(10))
        .exits(0)
        .withoutTraces();
  }

  @AfterAll
  void close() {
    client.close();
  }

  @AfterEach
  void leaveNothing() throws Exception {
    for (var container : begun) EchoImage.docker("rm", "-f", "-v", container);
    begun.clear();
    for (var container : echo.containers("-aq")) EchoImage.docker("rm", "-f", container);
  }

  @Test
  void theNodeServesItsContainersFromInsideOneAndEndsInOrder() throws Exception {
    assertThat(Long.parseLong(inspect(IMAGE, "{{.Size}}"))).as("bytes").isLessThan(MOST_BYTES);
    int port = freePort();
    var node = run(port, config(freePort()));
    await()
        .atMost(SOON)
        .ignoreException(ConnectException.class)
        .ignoreException(IOException.class)
        .until(() -> get(port, "/health").equals("{\"status\":\"healthy\"}\n"));
    await().atMost(SOON).until(() -> job(port).contains("\"status\":\"success\""));
    assertThat(get(port, "/info")).contains("\"id\":\"echo\"");
    assertThat(echo.containers("-q")).hasSize(1);

    EchoImage.docker("stop", "-t", "60", node);
    assertThat(inspect(node, "{{.State.ExitCode}}")).isEqualTo("0");
    assertThat(echo.containers("-q")).as("stopped with its node").isEmpty();
  }

  @Test
  void whatIsMissingEndsItWithOneAndSaysWhat() throws Exception {
    var node =
        EchoImage.docker("run", "-d", IMAGE).strip(); // no config.json was put where it looks
    begun.add(node);
    assertThat(EchoImage.docker("wait", node).strip()).isEqualTo("1");
    assertThat(EchoImage.docker("logs", node)).contains("/app/config.json").doesNotContain("\tat ");
  }

  /** As {@code docker-compose.yaml} says, but for its port, its folder and what it depends on. */
  private String run(int port, Path config) throws Exception {
    var file = ComposeFile.read(checkout.root().resolve("deploy/docker-compose.yaml"));
    var home = Files.createDirectories(folder.resolve("home"));
    var arguments = new ArrayList<>(List.of("run", "-d", "-p", "127.0.0.1:" + port + ":4000"));
    for (var volume : file.list("node", "volumes")) {
      var inside = volume.split(":", -1)[1];
      switch (inside) {
        case "/app/config.json" -> arguments.addAll(List.of("-v", config + ":" + inside + ":ro"));
        case "/var/lib/infernet-node" -> arguments.addAll(List.of("-v", home + ":" + home));
        default -> arguments.addAll(List.of("-v", volume));
      }
    }
    assertThat(file.service("node").get("environment"))
        .isEqualTo(Map.of("HOME", "/var/lib/infernet-node"));
    arguments.addAll(List.of("-e", "HOME=" + home));
    for (var host : file.list("node", "extra_hosts")) arguments.addAll(List.of("--add-host", host));
    arguments.add(IMAGE);
    var node = EchoImage.docker(arguments.toArray(String[]::new)).strip();
    begun.add(node);
    return node;
  }

  private Path config(int port) throws IOException {
    return Files.writeString(
        folder.resolve("config.json"),
        """
        {"startup_wait": 0, "server": {"rate_limit": {"num_requests": 100000, "period": 1}},
         "containers": [{"id": "echo", "image": "%s", "port": "%d", "env": {"MOOD": "calm"},
           "volumes": ["%s:/kept"], "url": "http://host.docker.internal:%d/cgi-bin"}]}
        """
            .formatted(echo.name(), port, folder.resolve("made-by-the-engine"), port));
  }

  /** Asks for one and waits for its end. */
  private String job(int port) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/jobs"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"containers\":[\"echo\"],\"data\":{\"a\":1}}"))
            .build();
    var id = ID.matcher(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    assertThat(id.find()).isTrue();
    var path = "/api/jobs?id=" + id.group(1);
    await().atMost(SOON).until(() -> !get(port, path).contains("\"running\""));
    return get(port, path);
  }

  private String get(int port, String path) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8)).body();
  }

  private static String inspect(String what, String format) throws Exception {
    return EchoImage.docker("inspect", "--format", format, what).strip();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
