package atoll.infernet;

import static atoll.infernet.TestNode.container;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.journal.InMemoryJournal;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What a file says of the calls of one container, and of that one alone (Infernet §9.12). */
@Timeout(60)
class ContainerCallsTest {
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void end() {
    over.countDown();
  }

  @Test
  @DisplayName("a container's timeout ends its calls and its streams, and nobody else's")
  void timeout() throws Exception {
    var asked = new CountDownLatch(1);
    try (var hanging = StubContainer.that((_, _) -> await(over));
        var slow =
            StubContainer.that((exchange, _) -> {
              asked.countDown();
              await(over);
              StubContainer.json(exchange, 200, "1");
            });
        var node =
            TestNode.of(
                "", container("hanging", hanging, ",\"timeout\":0.3"), container("slow", slow))) {
      var id = node.post("/api/jobs", request("slow")).json().get("id").stringValue();
      await(asked);
      var job = node.done(request("hanging"));
      assertThat(job.get("status").stringValue()).isEqualTo("failed");
      assertThat(error(job)).isEqualTo("no whole answer within 300 ms");
      var streamed = node.post("/api/jobs/stream", request("hanging")).body().strip();
      assertThat(error(node.result(streamed))).isEqualTo("it streamed for longer than 300 ms");
      over.countDown();
      assertThat(node.result(id).get("status").stringValue()).isEqualTo("success");
    }
  }

  @Test
  @DisplayName(
      "max_concurrency: so many calls and streams are with a container at once, the others wait,"
          + " and another container's do not")
  void maxConcurrency() throws Exception {
    var peak = new AtomicInteger();
    var now = new AtomicInteger();
    try (var few =
            StubContainer.that((exchange, _) -> {
              peak.accumulateAndGet(now.incrementAndGet(), Math::max);
              await(over);
              now.decrementAndGet();
              StubContainer.json(exchange, 200, "1");
            });
        var echo = StubContainer.echo();
        var node =
            TestNode.of(
                "", container("few", few, ",\"max_concurrency\":2"), container("echo", echo))) {
      var ids = new ArrayList<String>();
      for (int i = 0; i < 3; i++)
        ids.add(node.post("/api/jobs", request("few")).json().get("id").stringValue());
      Awaitility.await().until(() -> few.bodies().size() == 2);
      var streams = new ArrayList<InputStream>();
      for (int i = 0; i < 32; i++) {
        var stream = stream(node, "few");
        assertThat(stream.statusCode()).isEqualTo(200);
        ids.add(new String(stream.body().readNBytes(36), UTF_8));
        streams.add(stream.body());
      }
      try (var refused = stream(node, "few").body()) {
        assertThat(new String(refused.readAllBytes(), UTF_8)).contains("too many streams at once");
      }
      assertThat(node.done(request("echo")).get("status").stringValue()).isEqualTo("success");
      assertThat(node.post("/api/jobs/stream", request("echo")).body())
          .contains("\"destination\":2");
      assertThat(few.bodies()).as("the others wait").hasSize(2);
      over.countDown();
      for (var id : ids)
        assertThat(node.result(id).get("status").stringValue()).isEqualTo("success");
      for (var stream : streams)
        try (stream) {
          assertThat(new String(stream.readAllBytes(), UTF_8)).isEqualTo("\n1");
        }
      assertThat(peak).hasValue(2);
    }
  }

  @Test
  void aNodeThatStopsLeavesNoJobThatWaitedBehind() throws Exception {
    var journal = new InMemoryJournal();
    var ids = new ArrayList<String>();
    try (var one =
        StubContainer.that((exchange, _) -> {
          await(over);
          StubContainer.json(exchange, 200, "1");
        })) {
      var limited = container("one", one, ",\"max_concurrency\":1");
      HttpResponse<InputStream> stream;
      try (var node = TestNode.on(journal, limited)) {
        for (int i = 0; i < 3; i++)
          ids.add(node.post("/api/jobs", request("one")).json().get("id").stringValue());
        Awaitility.await().until(() -> one.bodies().size() == 1);
        stream = stream(node, "one");
        assertThat(stream.body().readNBytes(36)).hasSize(36);
      }
      over.countDown();
      try (var node = TestNode.on(journal, limited)) {
        for (var id : ids)
          assertThat(node.result(id).get("status").stringValue()).isEqualTo("success");
      }
    }
  }

  private static HttpResponse<InputStream> stream(TestNode node, String container)
      throws Exception {
    return node.send(
        node.request("/api/jobs/stream")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(request(container))),
        HttpResponse.BodyHandlers.ofInputStream());
  }

  private static String request(String container) {
    return "{\"containers\":[\"%s\"],\"data\":{}}".formatted(container);
  }

  private static String error(JsonNode job) {
    return job.get("result").get("error").stringValue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
