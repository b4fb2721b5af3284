package atoll.infernet;

import static atoll.infernet.TestNode.container;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one request for many jobs may make the node spend (Infernet §2.6). */
@Timeout(120)
class BatchTest {
  private static final String GOOD = "{\"containers\":[\"echo\"],\"data\":{}}";

  @Test
  void moreItemsThanTheLimitAreRefusedBeforeAnyIsRead() throws Exception {
    try (var echo = StubContainer.echo();
        var node = TestNode.of("", container("echo", echo))) {
      var reply = node.post("/api/jobs/batch", "[" + GOOD + ",1".repeat(10_000) + "]");
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.error()).contains("10000 items", "10001");
      assertThat(node.ids("")).isEmpty();
      var most = node.post("/api/jobs/batch", "[1" + ",1".repeat(9_999) + "]");
      assertThat(most.status()).isEqualTo(200);
      assertThat(most.json().size()).isEqualTo(10_000);
    }
  }

  @Test
  @DisplayName("a body of the largest size, all of it items, costs no answers")
  void millionsOfItems() throws Exception {
    try (var node = TestNode.of("")) {
      var reply = node.post("/api/jobs/batch", "[1" + ",1".repeat(8_000_000) + "]");
      assertThat(reply.status()).isEqualTo(400);
      assertThat(node.get("/health").status()).isEqualTo(200);
    }
  }

  @Test
  void delegatedItemsBeyondTheirOwnLimitAreRefusedEach() throws Exception {
    var taken = new AtomicInteger();
    var chain = new ServedChain((_, _, _) -> taken.incrementAndGet(), () -> 0, "");
    var delegated = DelegatedTest.body(4_000_000_000L, DelegatedTest.ECHO);
    try (var echo = StubContainer.echo();
        var node = TestNode.onChain(chain, "", container("echo", echo))) {
      var reply =
          node.post("/api/jobs/batch", "[" + (delegated + ",").repeat(101) + GOOD + "]").json();
      assertThat(taken).hasValue(100);
      assertThat(reply.get(99).toString()).isEqualTo("{}");
      assertThat(reply.get(100).get("error").stringValue()).contains("at most 100");
      assertThat(reply.get(101).has("id")).isTrue();
    }
  }
}
