package atoll.infernet;

import static atoll.infernet.TestNode.container;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

  private static String request(String container) {
    return "{\"containers\":[\"%s\"],\"data\":{}}".formatted(container);
  }

  private static String error(tools.jackson.databind.JsonNode job) {
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
