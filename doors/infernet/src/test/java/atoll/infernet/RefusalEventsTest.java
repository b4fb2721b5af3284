package atoll.infernet;

import static atoll.infernet.TestNode.container;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever runs a node sees in its log what its rules did not let in (Infernet §2.4, §7). */
@Timeout(60)
class RefusalEventsTest {
  private final RestLog log = new RestLog();
  private final List<String> lines = log.lines();

  @AfterEach
  void stop() {
    log.close();
  }

  @Test
  void everyRefusalIsToldOnceWithItsParameters() throws Exception {
    var chain = new ServedChain((_, _, _) -> {}, () -> 0, "");
    var nope = "{\"containers\":[\"nope\"],\"data\":{\"secret\":1}}";
    var expired = DelegatedTest.body(1_000_000_000L, DelegatedTest.ECHO);
    try (var echo = StubContainer.echo();
        var node = TestNode.onChain(chain, "", container("echo", echo))) {
      lines.clear();
      var _ = node.post("/api/jobs", nope);
      var _ = node.post("/api/jobs/stream", nope);
      var _ = node.post("/api/jobs", expired);
      var _ = node.post("/api/jobs", DelegatedTest.body(4_000_000_000L, "0xab"));
      var _ = node.post("/api/jobs/batch", "[" + nope + "," + expired + ",7]");
      assertThat(lines)
          .containsExactly(
              "Container not supported container=nope endpoint=/api/jobs status=403",
              "Container not supported container=nope endpoint=/api/jobs/stream status=403",
              "Signature expired expiry=1000000000 endpoint=/api/jobs status=403",
              "Container not supported containers_hash=0xab endpoint=/api/jobs status=403",
              "Signature expired expiry=1000000000 endpoint=/api/jobs/batch status=403",
              "Container not supported container=nope endpoint=/api/jobs/batch status=403");
    }
  }

  @Test
  void whatAClientSendsStaysOnOneShortLineAndABatchTellsABoundedNumber() throws Exception {
    try (var node = TestNode.of("")) {
      lines.clear();
      var forged = "x\\nINFO Sent tx\\u001b[31m" + "y".repeat(10_000);
      var _ = node.post("/api/jobs", "{\"containers\":[\"" + forged + "\"],\"data\":{}}");
      assertThat(lines).hasSize(1);
      assertThat(lines.getFirst())
          .startsWith("Container not supported container=x?INFO Sent tx?[31m")
          .hasSizeLessThan(400);
      lines.clear();
      var none = "{\"containers\":[],\"data\":{}}";
      var _ = node.post("/api/jobs/batch", "[" + none + ("," + none).repeat(149) + "]");
      assertThat(lines).hasSize(101);
      assertThat(lines.getLast()).contains("more=50", "/api/jobs/batch");
    }
  }
}
