package atoll.infernet.operations;

import atoll.actor.Dispatcher;
import atoll.infernet.config.InfernetConfig;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.Lifecycle;
import atoll.kernel.Ticker;
import atoll.web.Bind;
import atoll.web.Limits;
import atoll.web.Metrics;
import atoll.web.Probes;
import atoll.web.WebServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node's file asks for beyond the node's own port: statistics sent, metrics served. */
public record Reporting(
    Metrics metrics,
    Statistics statistics,
    Dispatcher dispatcher,
    InstantSource clock,
    Ticker ticker) {
  private static final Logger LOG = LoggerFactory.getLogger("server.rest");

  /**
   * @param lacking what the node waits for before it can serve all that it should, for people
   * @param parts of the node, which close what this adds
   * @throws AtollException if metrics cannot be served where the file says
   */
  public void begin(InfernetConfig config, Supplier<List<String>> lacking, Lifecycle parts) {
    if (config.forwardStats()) forward(config, parts);
    if (config.metrics().isPresent()) serve(config.metrics().get(), lacking, parts);
  }

  private void forward(InfernetConfig config, Lifecycle parts) {
    if (config.statsCollector().isPresent())
      parts.add(FluentForward.begin(config.statsCollector().get(), statistics, dispatcher, clock));
    else LOG.warn("forward_stats is on, but stats_collector names nobody, so nothing is sent");
  }

  private void serve(InfernetConfig.Place at, Supplier<List<String>> lacking, Lifecycle parts) {
    InetAddress address;
    try {
      address = InetAddress.getByName(at.host());
    } catch (UnknownHostException e) {
      throw new AtollException(
          ErrorCode.CONFIG_REFUSED, "metrics.host is no address of this machine: " + at.host());
    }
    var server =
        parts.add(
            WebServer.listen(
                new Bind(address, at.port(), Set.of(), Set.of()),
                Probes.routes(lacking, metrics),
                Limits.DEFAULT,
                new Metrics(),
                ticker));
    LOG.atInfo()
        .addKeyValue("addr", address.getHostAddress())
        .addKeyValue("port", server.port())
        .log("Serving metrics");
  }
}
