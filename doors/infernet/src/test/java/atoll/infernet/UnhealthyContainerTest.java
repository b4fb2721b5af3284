package atoll.infernet;

import static atoll.infernet.TestNode.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atoll.infernet.containers.FakeEngine;
import atoll.journal.InMemoryJournal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A container that says that it is not well, beside one that is not asked (Infernet §9.12). */
@Timeout(60)
class UnhealthyContainerTest {
  private static final String ILL = "{\"containers\":[\"ill\"],\"data\":{}}";

  @TempDir Path folder;

  @Test
  @DisplayName("it is not called, the node says so everywhere, and serves on")
  void unhealthy() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (var ill = StubContainer.echo().health(503);
        var echo = StubContainer.echo();
        var node =
            TestNode.of(
                ",\"metrics\":{\"port\":" + port + "}",
                container("ill", ill, ",\"health\":\"/health\""),
                container("echo", echo));
        var client = HttpClient.newHttpClient()) {
      var ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ready")).build();
      var lacking = client.send(ready, HttpResponse.BodyHandlers.ofString());
      assertThat(lacking.statusCode()).isEqualTo(503);
      assertThat(lacking.body()).contains("container ill").doesNotContain("container echo");
      assertThat(node.get("/metrics").body())
          .contains("infernet_container_running{container=\"ill\"} 0")
          .contains("infernet_container_running{container=\"echo\"} 1");

      var why = "it is not healthy, so it was not called: it answered with status 503";
      assertThat(error(node, node.post("/api/jobs", ILL).json().get("id").stringValue()))
          .isEqualTo(why);
      assertThat(error(node, node.post("/api/jobs/stream", ILL).body().strip())).isEqualTo(why);
      assertThat(ill.bodies()).isEmpty();
      assertThat(node.done(ILL.replace("ill", "echo")).get("status").stringValue())
          .isEqualTo("success");

      ill.health(200);
      await()
          .until(
              () -> client.send(ready, HttpResponse.BodyHandlers.ofString()).statusCode() == 200);
      assertThat(node.done(ILL).get("status").stringValue()).isEqualTo("success");
    }
  }

  @Test
  @DisplayName("the start waits for what is managed until it is well, and for nothing else")
  void startOfManaged() throws Exception {
    try (var starting = StubContainer.echo().health(503)) {
      var config =
          """
          {"startup_wait": 3600, "server": {"port": 0}, "containers":
            [{"id": "model", "image": "i", "port": %d, "health": "/health"}]}
          """
              .formatted(starting.port());
      var started = new CompletableFuture<TestNode>();
      var thread =
          Thread.startVirtualThread(() -> {
            try {
              started.complete(
                  TestNode.managing(new FakeEngine(), folder, new InMemoryJournal(), config));
            } catch (Exception e) {
              started.completeExceptionally(e);
            }
          });
      await().until(() -> starting.looks() > 1);
      assertThat(started).isNotDone();
      starting.health(200);
      try (var node = started.get()) {
        assertThat(node.get("/info").json().get("containers")).hasSize(1);
        assertThat(node.done(ILL.replace("ill", "model")).get("status").stringValue())
            .isEqualTo("success");
      }
      thread.join();
    }
  }

  private static String error(TestNode node, String id) {
    return node.result(id).get("result").get("error").stringValue();
  }
}
