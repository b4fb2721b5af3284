package atoll.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ProbesTest {
  @Test
  void aProcessIsAliveAtOnceAndReadyWhenNothingIsMissing() throws Exception {
    var missing = new CopyOnWriteArrayList<>(List.of("the journal"));
    var metrics = new Metrics();
    metrics.gauge("providers", "Providers \"here\".", () -> 3, "kind", "a\"b");
    try (var server =
        WebServer.listen(
            Bind.loopback(0),
            Probes.routes(() -> missing, metrics),
            Limits.DEFAULT,
            metrics,
            () -> 0)) {
      assertThat(get(server, "/health").body()).isEqualTo("{\"status\":\"ok\"}");
      assertThat(get(server, "/ready").statusCode()).isEqualTo(503);
      assertThat(get(server, "/ready").body())
          .isEqualTo("{\"status\":\"starting\",\"waiting_for\":[\"the journal\"]}");
      missing.clear();
      assertThat(get(server, "/ready").statusCode()).isEqualTo(200);
      assertThat(get(server, "/metrics").body())
          .contains("# TYPE atoll_providers gauge\natoll_providers{kind=\"a\\\"b\"} 3\n")
          .contains("atoll_http_requests_total{status=\"200\"}");
    }
  }

  @Test
  void aCounterOnlyGrowsAndANameHasOneKind() {
    var metrics = new Metrics();
    var counter = metrics.counter("things_total", "Things.");
    counter.add(2);
    metrics.counter("things_total", "Things.").add(1);
    assertThat(counter.value()).isEqualTo(3);
    assertThatThrownBy(() -> counter.add(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> metrics.gauge("things_total", "Things.", () -> 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> metrics.counter("Bad Name", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static HttpResponse<String> get(WebServer server, String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
