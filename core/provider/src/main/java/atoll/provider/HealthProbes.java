package atoll.provider;

import atoll.ensemble.HealthCheck;
import atoll.protocol.Outcome;
import atoll.workload.Run;
import atoll.workload.WorkloadExecutorException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/**
 * Tries whether a workload works (DMS §6.6). Commands run inside it. Ports are tried where they are
 * published on this machine, until allocations have a network of their own; a port that is not
 * published cannot be tried.
 */
final class HealthProbes {
  private static final int MOST_BODY = 64 << 10;

  private final String address;

  /**
   * @param address where public ports are open
   */
  HealthProbes(String address) {
    this.address = address;
  }

  /** Blocks for at most the check's timeout, and some more where a command must be ended. */
  Outcome check(HealthCheck check, Run run, List<PortLedger.Mapping> ports)
      throws InterruptedException {
    try {
      return switch (check.probe()) {
        case HealthCheck.Probe.Command command -> command(command, run, check.timeout());
        case HealthCheck.Probe.Http http -> http(http, ports, check.timeout());
        case HealthCheck.Probe.Tcp(int port) -> tcp(port, ports, check.timeout());
      };
    } catch (IOException | WorkloadExecutorException e) {
      return Outcome.failed(String.valueOf(e.getMessage()));
    }
  }

  private static Outcome command(HealthCheck.Probe.Command command, Run run, Duration timeout)
      throws InterruptedException {
    var result = run.exec(command.argv(), timeout);
    if (result.exitCode() != 0)
      return Outcome.failed("the command exits with " + result.exitCode());
    if (command.expected().isPresent() && !result.stdout().contains(command.expected().get()))
      return Outcome.failed("the command's output lacks \"" + command.expected().get() + "\"");
    return Outcome.DONE;
  }

  private Outcome http(
      HealthCheck.Probe.Http http, List<PortLedger.Mapping> ports, Duration timeout)
      throws IOException, InterruptedException {
    URI endpoint;
    try {
      endpoint = URI.create(http.endpoint());
    } catch (IllegalArgumentException e) {
      return Outcome.failed("\"" + http.endpoint() + "\" is no address");
    }
    int inside = endpoint.getPort() < 0 ? 80 : endpoint.getPort();
    var published = published(inside, ports);
    var path =
        endpoint.getRawPath() == null || endpoint.getRawPath().isEmpty()
            ? "/"
            : endpoint.getRawPath();
    var query = endpoint.getRawQuery() == null ? "" : "?" + endpoint.getRawQuery();
    var request =
        HttpRequest.newBuilder(URI.create("http://" + address + ":" + published + path + query))
            .timeout(timeout)
            .build();
    try (var client = HttpClient.newBuilder().connectTimeout(timeout).build()) {
      var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (var body = response.body()) {
        if (response.statusCode() >= 400)
          return Outcome.failed("it answers " + response.statusCode());
        if (http.expected().isEmpty()) return Outcome.DONE;
        var text = new String(body.readNBytes(MOST_BODY), java.nio.charset.StandardCharsets.UTF_8);
        return text.equals(http.expected().get())
            ? Outcome.DONE
            : Outcome.failed("it answers another body than \"" + http.expected().get() + "\"");
      }
    }
  }

  private Outcome tcp(int inside, List<PortLedger.Mapping> ports, Duration timeout)
      throws IOException {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(address, published(inside, ports)),
          Math.toIntExact(timeout.toMillis()));
      return Outcome.DONE;
    }
  }

  private static int published(int inside, List<PortLedger.Mapping> ports) throws IOException {
    return ports.stream()
        .filter(port -> port.privatePort() == inside)
        .map(PortLedger.Mapping::publicPort)
        .findFirst()
        .orElseThrow(() ->
            new IOException(
                "port " + inside + " is not published, so it cannot be tried from outside"));
  }
}
