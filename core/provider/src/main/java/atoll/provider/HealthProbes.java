package atoll.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.actor.Dispatcher;
import atoll.ensemble.HealthCheck;
import atoll.protocol.Outcome;
import atoll.workload.Run;
import atoll.workload.WorkloadExecutorException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Tries whether a workload works (DMS §6.6): from within, in the network that it has of its own and
 * with commands inside it (W18). Where this program may not enter that network, ports are tried
 * where they are published on this machine; one that is not published cannot be tried then.
 */
final class HealthProbes {
  private static final int MOST_BODY = 64 << 10;
  private static final String WITHIN = "127.0.0.1";

  private final String address;
  private final Dispatcher dispatcher;

  /**
   * @param address where public ports are open
   */
  HealthProbes(String address, Dispatcher dispatcher) {
    this.address = address;
    this.dispatcher = dispatcher;
  }

  /** Blocks for at most the check's timeout, and some more where a command must be ended. */
  Outcome check(HealthCheck check, Run run, List<PortLedger.Mapping> ports)
      throws InterruptedException {
    try {
      return switch (check.probe()) {
        case HealthCheck.Probe.Command command -> command(command, run, check.timeout());
        case HealthCheck.Probe.Http http -> http(http, run, ports, check.timeout());
        case HealthCheck.Probe.Tcp(int port) ->
            tried(run, port, ports, at -> tcp(at, check.timeout()));
      };
    } catch (IOException | WorkloadExecutorException e) {
      return Outcome.failed(String.valueOf(e.getMessage()));
    }
  }

  /** Something that is tried at an address. */
  private interface Trial {
    Outcome at(InetSocketAddress address) throws IOException;
  }

  private Outcome tried(Run run, int inside, List<PortLedger.Mapping> ports, Trial trial)
      throws IOException, InterruptedException {
    var network = run.network();
    if (network.isPresent())
      return network.get().call(() -> trial.at(new InetSocketAddress(WITHIN, inside)));
    return trial.at(new InetSocketAddress(address, published(inside, ports)));
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
      HealthCheck.Probe.Http http, Run run, List<PortLedger.Mapping> ports, Duration timeout)
      throws IOException, InterruptedException {
    URI endpoint;
    try {
      endpoint = URI.create(http.endpoint());
    } catch (IllegalArgumentException e) {
      return Outcome.failed("\"" + http.endpoint() + "\" is no address");
    }
    int inside = endpoint.getPort() < 0 ? 80 : endpoint.getPort();
    return tried(run, inside, ports, at -> get(endpoint, at, http.expected(), timeout));
  }

  /** On this thread alone, whose network it is; ended by hand when its time is over. */
  private Outcome get(
      URI endpoint, InetSocketAddress at, Optional<String> expected, Duration timeout)
      throws IOException {
    var path = endpoint.getRawPath();
    var query = endpoint.getRawQuery();
    var file = (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    var url = URI.create("http://" + at.getHostString() + ":" + at.getPort() + file).toURL();
    var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(Math.toIntExact(timeout.toMillis()));
    connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
    connection.setRequestProperty("Connection", "close"); // another network has the same address
    var over = dispatcher.schedule(timeout, connection::disconnect);
    try {
      int status = connection.getResponseCode();
      if (status >= 400) return Outcome.failed("it answers " + status);
      if (expected.isEmpty()) return Outcome.DONE;
      try (var body = connection.getInputStream()) {
        return new String(body.readNBytes(MOST_BODY), UTF_8).equals(expected.get())
            ? Outcome.DONE
            : Outcome.failed("it answers another body than \"" + expected.get() + "\"");
      }
    } finally {
      over.close();
      connection.disconnect();
    }
  }

  private static Outcome tcp(InetSocketAddress at, Duration timeout) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(at, Math.toIntExact(timeout.toMillis()));
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
                "port "
                    + inside
                    + " is not published, and this provider cannot enter the workload's network to"
                    + " try it there (that takes root)"));
  }
}
