package atoll.infernet;

import static atoll.infernet.TestNode.container;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node behind a reverse proxy: who asks, and what a proxy may leave out or pass on. */
@Timeout(60)
class ProxiesTest {
  private static final String BEHIND =
      ",\"server\":{\"port\":0,\"trusted_proxies\":[\"127.0.0.1\"]}";
  private static final String JOB = "{\"containers\":[\"echo\"],\"data\":{}}";
  private static final String REPORT = "{\"id\":\"j1\",\"status\":\"success\",\"containers\":[]}";

  @Test
  void aClientsOwnForwardedLineIsNothingBesideThatOfTheProxy() throws Exception {
    try (var echo = StubContainer.echo();
        var node =
            TestNode.of(BEHIND, container("echo", echo, ",\"allowed_ips\":[\"10.0.0.1\"]"))) {
      var client = new RawClient(node.port(), "127.0.0.1");
      var forged =
          client.send(
              RawRequest.post(
                  "/api/jobs", JOB, "X-Forwarded-For: 10.0.0.1", "X-Forwarded-For: 203.0.113.7"),
              true);
      assertThat(forged.status()).isEqualTo(405);
      assertThat(forged.text()).contains("203.0.113.7").doesNotContain("10.0.0.1");
      var sent =
          RawRequest.post("/api/jobs", JOB, "X-Forwarded-For: 203.0.113.7, 10.0.0.1, 127.0.0.1");
      assertThat(client.send(sent, true).status()).isEqualTo(200);
      var further =
          RawRequest.post(
              "/api/jobs",
              JOB,
              "X-Forwarded-For: 203.0.113.7, 10.0.0.1",
              "X-Forwarded-For: 127.0.0.1");
      assertThat(client.send(further, true).status()).isEqualTo(200);
    }
  }

  @Test
  void whoeverAProxySpeaksForIsNotItselfWhereContainersReport() throws Exception {
    try (var node = TestNode.of(BEHIND)) {
      var client = new RawClient(node.port(), "127.0.0.1");
      assertThat(client.send(RawRequest.put("/api/status", REPORT), true).status()).isEqualTo(200);
      assertThat(
              client
                  .send(RawRequest.put("/api/status", REPORT, "X-Forwarded-For: 203.0.113.7"), true)
                  .status())
          .isEqualTo(403);
      var container = RawRequest.put("/api/status", REPORT, "X-Forwarded-For: 172.17.0.9");
      assertThat(client.send(container, true).status()).isEqualTo(200);
      var asked = RawRequest.get("/api/jobs?id=j1", "X-Forwarded-For: 172.17.0.9");
      assertThat(client.send(asked, true).text()).contains("j1", "success");
    }
  }

  @Test
  void aLongListOfContainersOrAnEndlessOneIsNotStored() throws Exception {
    try (var node = TestNode.of("")) {
      var many = REPORT.replace("[]", "[\"a\"" + ",\"a\"".repeat(1000) + "]");
      assertThat(node.put("/api/status", many).status()).isEqualTo(500);
      assertThat(node.ids("")).isEmpty();
    }
  }

  @Test
  void theOriginalsRoutesAnswerPagesOfAnyOriginAndCallersThatNameNoHost() throws Exception {
    try (var echo = StubContainer.echo();
        var node = TestNode.of("", container("echo", echo))) {
      var client = new RawClient(node.port(), "127.0.0.1");
      var page =
          client.send(RawRequest.post("/api/jobs", JOB, "Origin: https://dapp.example"), true);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.headers()).doesNotContainKeys("access-control-allow-origin", "vary");
      assertThat(client.send("GET /health HTTP/1.0\r\n\r\n".getBytes(US_ASCII), true).status())
          .isEqualTo(200);
      assertThat(
              client
                  .send(RawRequest.get("/v1/jobs", "Origin: https://dapp.example"), true)
                  .status())
          .as("our own")
          .isEqualTo(403);
    }
  }

  @Test
  void ourOwnRoutesAreToldUnderNoNameThatCouldBeMadeToPointHere() throws Exception {
    try (var node = TestNode.everywhere()) {
      var client = new RawClient(node.port(), "127.0.0.1");
      for (var host : List.of("localhost:4000", "127.0.0.1:4000", "[::1]:4000", "node:4000"))
        assertThat(client.send(asking(host), true).status()).as(host).isEqualTo(200);
      for (var host : List.of("evil.example:4000", "127.0.0.1.evil.example", "1.2.3.4e.example"))
        assertThat(client.send(asking(host), true).status()).as(host).isEqualTo(403);
    }
  }

  private static byte[] asking(String host) {
    return "GET /v1/jobs HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
        .formatted(host)
        .getBytes(US_ASCII);
  }

  @Test
  void aMachineIsToldOfItsNodeAtEachOfItsAddresses() throws Exception {
    try (var node = TestNode.everywhere()) {
      assertThat(new RawClient(node.port(), "127.0.0.7").send(asking("127.0.0.7"), true).status())
          .isEqualTo(200);
    }
  }
}
