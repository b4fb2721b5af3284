package atoll.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.VirtualThreadDispatcher;
import atoll.ensemble.HealthCheck;
import atoll.kernel.AllocationId;
import atoll.protocol.Outcome;
import atoll.workload.CapturedOutput;
import atoll.workload.Exit;
import atoll.workload.Run;
import atoll.workload.WorkloadNetwork;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether a workload works is tried in its own network; where that is closed, from outside. */
@Timeout(30)
class HealthProbesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final VirtualThreadDispatcher dispatcher = new VirtualThreadDispatcher("test");
  private final HealthProbes probes = new HealthProbes("127.0.0.1", dispatcher);
  private HttpServer server;
  private int port;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/ok", exchange -> answer(exchange, 200, "fine"));
    server.createContext("/broken", exchange -> answer(exchange, 500, "no"));
    server.start();
    port = server.getAddress().getPort();
  }

  private static void answer(com.sun.net.httpserver.HttpExchange exchange, int status, String body)
      throws IOException {
    exchange.sendResponseHeaders(status, body.length());
    try (var out = exchange.getResponseBody()) {
      out.write(body.getBytes(UTF_8));
    }
  }

  @AfterEach
  void stop() {
    server.stop(0);
    dispatcher.close();
  }

  @Test
  @DisplayName("W18: a port that nothing publishes is tried within the workload's network")
  void insideNothingNeedsToBePublished() throws Exception {
    var run = new Inside(Optional.of(HealthProbesTest::call));
    assertThat(http(run, "/ok", Optional.of("fine"))).isEqualTo(Outcome.DONE);
    assertThat(http(run, "/ok?deep=1", Optional.of("else")).error()).contains("another body");
    assertThat(http(run, "/broken", Optional.empty()).error()).contains("500");
    assertThat(tcp(run, port, List.of())).isEqualTo(Outcome.DONE);
  }

  @Test
  void fromOutsideThePublishedPortIsTriedAndOneThatIsNotIsSaidSo() throws Exception {
    var run = new Inside(Optional.empty());
    var published = List.of(new PortLedger.Mapping(port, 80));
    assertThat(tcp(run, 80, published)).isEqualTo(Outcome.DONE);
    assertThat(tcp(run, 81, published).error()).contains("not published").contains("root");
  }

  @Test
  void whatDoesNotAnswerIsGivenUpInTime() throws Exception {
    var run = new Inside(Optional.of(HealthProbesTest::call));
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var check =
          check(
              new HealthCheck.Probe.Http(
                  "http://localhost:" + silent.getLocalPort() + "/", Optional.empty()),
              Duration.ofMillis(200));
      assertThat(probes.check(check, run, List.of()).ok()).isFalse();
    }
  }

  private Outcome http(Run run, String path, Optional<String> expected) throws Exception {
    var probe = new HealthCheck.Probe.Http("http://localhost:" + port + path, expected);
    return probes.check(check(probe, TIMEOUT), run, List.of());
  }

  private Outcome tcp(Run run, int inside, List<PortLedger.Mapping> ports) throws Exception {
    return probes.check(check(new HealthCheck.Probe.Tcp(inside), TIMEOUT), run, ports);
  }

  private static HealthCheck check(HealthCheck.Probe probe, Duration timeout) {
    return new HealthCheck(probe, Duration.ofSeconds(30), timeout, Duration.ZERO, 3, 1);
  }

  private static <T> T call(Callable<T> inside) throws IOException {
    try {
      return inside.call();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** A workload whose network this process is in, or may not enter. */
  private record Inside(Optional<WorkloadNetwork> network) implements Run {
    @Override
    public AllocationId allocation() {
      return AllocationId.parse("e1_n1.a");
    }

    @Override
    public CapturedOutput output() {
      throw new AssertionError("nobody reads");
    }

    @Override
    public Optional<Exit> exit() {
      return Optional.empty();
    }

    @Override
    public Exit await() {
      throw new AssertionError("nobody waits");
    }

    @Override
    public void stop(Duration grace) {
      throw new AssertionError("nobody stops it");
    }

    @Override
    public ExecResult exec(List<String> argv, Duration timeout) {
      throw new AssertionError("nobody runs anything in it");
    }
  }
}
