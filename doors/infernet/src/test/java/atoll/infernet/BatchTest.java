package atoll.infernet;

import static atoll.infernet.TestNode.container;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.journal.FaultyJournal;
import atoll.journal.JournalException;
import java.util.List;
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

  @Test
  void aJobThatIsTooLargeOnceItIsEscapedSpoilsNoOther() throws Exception {
    var huge = "{\"containers\":[\"echo\"],\"data\":{\"a\":\"" + "\177".repeat(9 << 20) + "\"}}";
    try (var echo = StubContainer.echo();
        var node = TestNode.of("", container("echo", echo))) {
      var reply = node.post("/api/jobs/batch", "[" + huge + "," + GOOD + "]");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.json().get(0).get("error").stringValue()).startsWith("Job too large: ");
      assertThat(
              node.result(reply.json().get(1).get("id").stringValue()).get("status").stringValue())
          .isEqualTo("success");
      assertThat(node.post("/api/jobs", huge).status()).isEqualTo(405);
    }
  }

  @Test
  @DisplayName("a disk that does not take an item, delegated or not, is that item's error")
  void fullDisk() throws Exception {
    var journal = new FaultyJournal();
    var delegated = DelegatedTest.body(4_000_000_000L, DelegatedTest.ECHO);
    var chain =
        new ServedChain(
            (_, _, _) -> {
              throw new JournalException("no space left on the disk");
            },
            () -> 0,
            "");
    try (var echo = StubContainer.echo();
        var node = TestNode.onChain(chain, journal, container("echo", echo))) {
      journal.full(true);
      var answers = node.post("/api/jobs/batch", "[" + delegated + "," + GOOD + ",7]").json();
      for (int i = 0; i < 2; i++)
        assertThat(answers.get(i).get("error").stringValue())
            .isEqualTo("Could not enqueue job: no space left on the disk");
      assertThat(answers.get(2).get("error").stringValue()).isEqualTo("Could not parse message");
      for (var alone : List.of(delegated, GOOD)) {
        var reply = node.post("/api/jobs", alone);
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.error()).isEqualTo("Could not enqueue job: no space left on the disk");
      }
      journal.full(false);
    }
  }

  @Test
  @DisplayName("a container without a name is one that is not supported, in the order of the rules")
  void emptyNames() throws Exception {
    try (var echo = StubContainer.echo();
        var node = TestNode.of("", container("echo", echo))) {
      for (var request : List.of("/api/jobs", "/api/jobs/stream")) {
        var reply = node.post(request, "{\"containers\":[\"echo\",\"\"],\"data\":{}}");
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.body())
            .isEqualTo("{\"error\":\"Container not supported\",\"params\":{\"container\":\"\"}}\n");
      }
      assertThat(
              node.post(
                      "/api/jobs/batch",
                      "[{\"containers\":[\"nope\",\"\"],\"data\":{}}," + GOOD + "]")
                  .json()
                  .get(0)
                  .toString())
          .isEqualTo("{\"error\":\"Container not supported\",\"params\":{\"container\":\"nope\"}}");
    }
  }
}
