package atoll.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.infernet.SubscriptionReport.State;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessagePack;

/** What a node tells whoever runs it. */
class OperatorTest {
  private static final Instant AT = Instant.parse("2030-01-01T00:00:00Z");
  private static final String JOB = "{\"containers\":[\"echo\"],\"data\":{}}";

  private final StubContainer stub =
      StubContainer.that((exchange, _) -> StubContainer.json(exchange, 200, "{}"));

  @AfterEach
  void close() {
    stub.close();
  }

  @Test
  void numbersAreToldToPrometheus() throws Exception {
    try (var node = TestNode.of("", TestNode.container("echo", stub))) {
      node.done(JOB);
      var metrics = node.get("/metrics");
      assertThat(metrics.status()).isEqualTo(200);
      assertThat(metrics.header("Content-Type")).startsWith("text/plain; version=0.0.4");
      assertThat(metrics.body())
          .contains(
              "# TYPE atoll_infernet_jobs_total counter\n",
              "atoll_infernet_jobs_total{kind=\"offchain\",status=\"success\"} 1\n",
              "atoll_infernet_jobs_total{kind=\"onchain\",status=\"failed\"} 0\n",
              "atoll_infernet_jobs_pending{kind=\"offchain\"} 0\n",
              "atoll_infernet_container_calls_total{container=\"echo\",status=\"success\"} 1\n",
              "atoll_infernet_container_call_seconds_count{container=\"echo\"} 1\n",
              "atoll_infernet_container_running{container=\"echo\"} 1\n");
    }
  }

  @Test
  void numbersAreToldElsewhereIfTheFileSaysSo() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (var _ =
            TestNode.of(",\"metrics\":{\"port\":" + port + "}", TestNode.container("echo", stub));
        var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + port + "/metrics");
      var metrics =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(metrics.body()).contains("atoll_infernet_jobs_pending");
    }
  }

  @Test
  void strangersAreToldNothing() throws Exception {
    try (var node =
        TestNode.of(
            ",\"server\":{\"port\":0,\"trusted_proxies\":[\"127.0.0.1\"]}",
            TestNode.container("echo", stub))) {
      for (var path :
          List.of("/metrics", "/v1/statistics", "/v1/subscriptions", "/v1/jobs", "/v1/earnings")) {
        var refused = node.send(node.request(path).header("X-Forwarded-For", "203.0.113.7").GET());
        assertThat(refused.status()).as(path).isEqualTo(403);
        assertThat(refused.json().get("code").stringValue()).isEqualTo("unauthorised");
      }
    }
  }

  @Test
  void theMachineItselfIsToldWhateverItsAddressAndItsNetworkIsNot() throws Exception {
    for (var near : List.of("127.0.0.1", "127.0.0.9", "::1", "10.0.0.5", "172.17.0.2"))
      assertThat(LocalPeers.mayLookIn(address(near), address("10.0.0.5"))).as(near).isTrue();
    for (var far : List.of("10.0.0.6", "192.168.1.7", "172.20.0.2", "203.0.113.7"))
      assertThat(LocalPeers.mayLookIn(address(far), address("10.0.0.5"))).as(far).isFalse();
    assertThat(LocalPeers.mayReport(address("192.168.1.7"))).as("as the original has it").isTrue();
    assertThat(LocalPeers.mayReport(address("10.0.0.5"))).isFalse();
  }

  private static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }

  @Test
  void whatANodeWaitsForIsToldBesideItsMetrics() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var lacking = new ArrayBlockingQueue<String>(1);
    var chain =
        new ServedChain(
            (_, _, _) -> {},
            () -> 0,
            "",
            1,
            List::of,
            Optional.empty(),
            () -> List.copyOf(lacking));
    try (var node =
            TestNode.onChain(
                chain, ",\"metrics\":{\"port\":" + port + "}", TestNode.container("echo", stub));
        var client = HttpClient.newHttpClient()) {
      var ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ready")).build();
      assertThat(client.send(ready, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
      lacking.add("the chain's service, which does not answer");
      var answer = client.send(ready, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("waiting_for", "the chain's service");
      assertThat(node.get("/health").body()).isEqualTo("{\"status\":\"healthy\"}\n");
    }
  }

  @Test
  void everybodysJobsAreListedWithoutWhatTheySay() throws Exception {
    try (var node = TestNode.of("", TestNode.container("echo", stub))) {
      assertThat(node.get("/v1/jobs").json().get("jobs")).isEmpty();
      var id = node.done(JOB).get("id").stringValue();
      var jobs = node.get("/v1/jobs").json().get("jobs");
      assertThat(jobs).hasSize(1);
      assertThat(jobs.get(0).get("id").stringValue()).isEqualTo(id);
      assertThat(jobs.get(0).get("status").stringValue()).isEqualTo("success");
      assertThat(jobs.get(0).get("client").stringValue()).isEqualTo("127.0.0.1");
      assertThat(jobs.get(0).get("containers").toString()).isEqualTo("[\"echo\"]");
      assertThat(jobs.get(0).propertyNames()).doesNotContain("data", "result");
      assertThat(node.get("/v1/jobs?limit=1001").status()).isEqualTo(400);
      assertThat(node.get("/v1/earnings").json().get("earned")).isEmpty();
    }
  }

  @Test
  void statisticsHaveTheOriginalsShape() throws Exception {
    try (var node =
        TestNode.of("", TestNode.container("echo", stub, ",\"allowed_ips\":[\"127.0.0.0/8\"]"))) {
      node.done(JOB);
      var all = node.get("/v1/statistics").json();
      var record = all.get("stats.node");
      assertThat(record.propertyNames())
          .containsExactlyInAnyOrder(
              "uid",
              "address",
              "chain_id",
              "containers",
              "counters",
              "ip",
              "port",
              "resources",
              "uptime",
              "version");
      assertThat(record.get("address").isNull()).isTrue();
      assertThat(record.get("containers").toString())
          .isEqualTo(
              "{\"echo\":{\"allowed_ips\":[\"127.0.0.0/8\"],\"allowed_addresses\":[],"
                  + "\"allowed_delegate_addresses\":[],\"external\":true,\"generates_proofs\":false}}");
      assertThat(record.get("counters").toString())
          .isEqualTo(
              "{\"jobs\":{\"onchain\":{\"success\":0,\"failed\":0},\"offchain\":{\"success\":1,\"failed\":0}},"
                  + "\"containers\":{\"echo\":{\"success\":1,\"failed\":0}}}");
      assertThat(record.get("resources").propertyNames())
          .containsExactlyInAnyOrder("cpu", "disk", "gpu", "kernel", "memory");
      var live = all.get("stats.live");
      assertThat(live.propertyNames())
          .containsExactlyInAnyOrder("uid", "jobs_pending", "utilization");
      assertThat(live.get("utilization").propertyNames())
          .containsExactlyInAnyOrder("cpu", "disk", "io", "gpu", "memory", "network");
    }
  }

  @Test
  void statisticsAreSentOnlyToWhomTheFileNames() throws Exception {
    var tags = new ArrayBlockingQueue<String>(16);
    try (var collector = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (true)
                try (var socket = collector.accept();
                    var unpacker = MessagePack.newDefaultUnpacker(socket.getInputStream())) {
                  assertThat(unpacker.unpackArrayHeader()).isEqualTo(3);
                  var tag = unpacker.unpackString();
                  assertThat(unpacker.unpackLong()).isPositive();
                  assertThat(unpacker.unpackValue().asMapValue().size()).isPositive();
                  tags.add(tag);
                }
            } catch (java.io.IOException closed) {
              tags.add("closed");
            }
          });
      var to = ",\"stats_collector\":{\"host\":\"127.0.0.1\",\"port\":%d}";
      try (var node =
          TestNode.of(to.formatted(collector.getLocalPort()), TestNode.container("echo", stub))) {
        assertThat(node.get("/health").status()).isEqualTo(200);
        assertThat(tags).as("the file does not ask for it").isEmpty();
      }
      try (var _ =
          TestNode.of(
              ",\"forward_stats\":true" + to.formatted(collector.getLocalPort()),
              TestNode.container("echo", stub))) {
        assertThat(List.of(next(tags), next(tags)))
            .containsExactlyInAnyOrder("stats.node", "stats.live");
      }
      assertThat(next(tags)).as("at the end").isEqualTo("stats.node");
    }
  }

  private static String next(ArrayBlockingQueue<String> tags) throws InterruptedException {
    return tags.poll(60, TimeUnit.SECONDS);
  }

  @Test
  void whyASubscriptionIsNotServedCanBeAsked() throws Exception {
    var chain =
        new ServedChain(
            (_, _, _) -> {},
            () -> 0,
            "",
            1,
            () ->
                List.of(
                    new SubscriptionReport("8", State.WAITING, 2, 1, "no balance", AT),
                    new SubscriptionReport("7", State.IGNORED, 0, 0, "not supported", AT)),
            Optional.empty(),
            List::of);
    try (var node = TestNode.onChain(chain, "", TestNode.container("echo", stub))) {
      assertThat(node.get("/v1/subscriptions").body())
          .isEqualTo(
              "{\"subscriptions\":[{\"id\":\"8\",\"state\":\"waiting\",\"interval\":2,\"attempt\":1,"
                  + "\"reason\":\"no balance\",\"at\":\"2030-01-01T00:00:00Z\"},"
                  + "{\"id\":\"7\",\"state\":\"ignored\",\"reason\":\"not supported\","
                  + "\"at\":\"2030-01-01T00:00:00Z\"}]}\n");
      assertThat(node.get("/v1/subscriptions?state=ignord").status()).isEqualTo(400);
      assertThat(node.get("/v1/subscriptions?state=ignored").json().get("subscriptions"))
          .hasSize(1);
      assertThat(node.get("/v1/subscriptions?id=8").json().get("subscriptions")).hasSize(1);
      assertThat(node.get("/v1/subscriptions?limit=1").json().get("subscriptions")).hasSize(1);
      assertThat(node.get("/v1/subscriptions?limit=9999").status()).isEqualTo(400);
      assertThat(node.get("/v1/subscriptions?stat=ignored").status()).isEqualTo(400);
    }
  }
}
