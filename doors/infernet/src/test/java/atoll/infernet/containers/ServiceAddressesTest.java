package atoll.infernet.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.VirtualThreadDispatcher;
import atoll.infernet.StubContainer;
import atoll.infernet.config.ConfigReader;
import atoll.jobs.ServiceName;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where containers are called (Infernet §1.5, §3.1). */
class ServiceAddressesTest {
  private static final ServiceName PLAIN = new ServiceName("plain");
  private static final ServiceName ELSEWHERE = new ServiceName("elsewhere");

  @Test
  @DisplayName("check 19: inside Docker they are at the host's name, else on this machine")
  void theRuntimeSaysWhere() {
    assertThat(addresses(Map.of("RUNTIME", "docker")).output(PLAIN).uri())
        .hasToString("http://host.docker.internal:3005/service_output");
    assertThat(addresses(Map.of("RUNTIME", "Docker")).output(PLAIN).uri())
        .hasToString("http://localhost:3005/service_output");
  }

  @Test
  @DisplayName("QUIRK-2: url and bearer count for resources, too, and a model's name is encoded")
  void urlAndBearer() {
    var request = addresses(Map.of("RUNTIME", "docker")).resources(ELSEWHERE, "a/b c+d&e");
    assertThat(request.uri())
        .hasToString("https://host/base/service-resources?model_id=a%2Fb%20c%2Bd%26e");
    assertThat(request.bearer()).isEqualTo("sesame");
    assertThat(request.toString()).doesNotContain("sesame");
    assertThat(addresses(Map.of()).resources(PLAIN, "").uri())
        .hasToString("http://localhost:3005/service-resources");
  }

  @Test
  void aServiceIsReachedByANameWithAnUnderscore() throws Exception {
    var hosts = new CopyOnWriteArrayList<String>();
    try (var dispatcher = new VirtualThreadDispatcher("test");
        var calls = new ContainerCalls(dispatcher);
        var stub =
            StubContainer.that((exchange, _) -> {
              hosts.add(String.valueOf(exchange.getRequestHeaders().getFirst("Host")));
              StubContainer.json(exchange, 200, "{}");
            })) {
      var place = "hello_service:" + stub.port();
      var at = new ServiceAddress(URI.create("http://" + place + "/service_output"), "");
      var answer = calls.post(at, new byte[0], Duration.ofSeconds(30), ContainerCalls.upTo(9));
      assertThat(answer).isInstanceOf(ContainerCalls.Outcome.Answered.class);
      assertThat(hosts).containsExactly(place);
    }
  }

  private static ServiceAddresses addresses(Map<String, String> environment) {
    var config =
        ConfigReader.parse(
            "config.json",
            """
            {"manage_containers": false, "containers": [{"id": "plain", "port": 3005},
              {"id": "elsewhere", "url": "https://host/base/", "bearer": "sesame"}]}
            """
                .getBytes(UTF_8));
    return new ServiceAddresses(config.containers(), environment);
  }
}
