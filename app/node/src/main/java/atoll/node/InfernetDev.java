package atoll.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.chain.JsonRpc;
import atoll.chain.RpcException;
import atoll.chain.RpcLimits;
import atoll.chain.infernet.InfernetAddresses;
import atoll.cli.Invocation;
import atoll.cli.Output;
import atoll.infernet.InfernetNode;
import atoll.infernet.chain.ChainNode;
import atoll.infernet.config.ConfigReader;
import atoll.infernet.config.InfernetConfig;
import atoll.kernel.Lifecycle;
import com.esaulpaugh.headlong.abi.Address;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An Infernet node with nothing configured: a service that says hello, and, if anvil is found, a
 * chain with one paid subscription that is served before one's eyes. Keeps nothing.
 *
 * @param port where it serves; 0 for any
 */
record InfernetDev(Invocation invocation, int port) {
  private static final long LOOK_MILLIS = 250;
  private static final long TO_HEAR_SECONDS = 2;
  private static final int ETHER_DIGITS = 18;

  /** Blocks until {@code stop}. */
  void run(CountDownLatch stop, Lifecycle parts) throws InterruptedException {
    var environment = invocation.environment();
    var output = invocation.output();
    var folder = parts.add(WorkFolder.under(environment.atollHome())).path();
    var grounds = parts.add(new InfernetGrounds(folder, environment.variables()));
    var hello = parts.add(HelloService.start());
    output.line("Hello service hello-world on http://127.0.0.1:" + hello.port());
    var anvil = DevChain.anvil(environment.variables());
    if (anvil.isEmpty()) {
      tell(start(grounds, hello, "", parts));
      output.say(
          "No chain: anvil was not found. Name it with ATOLL_ANVIL, or type: (cd contracts/infernet"
              + " && npm ci --ignore-scripts)");
      stop.await();
      return;
    }
    try {
      withChain(anvil.get(), grounds, hello, stop, parts);
    } catch (RpcException e) { // ^C reaches anvil as well, and perhaps sooner
      if (!stop.await(TO_HEAR_SECONDS, TimeUnit.SECONDS)) throw e;
    }
  }

  private void withChain(
      Path anvil, InfernetGrounds grounds, HelloService hello, CountDownLatch stop, Lifecycle parts)
      throws InterruptedException {
    var output = invocation.output();
    var chain = parts.add(DevChain.start(anvil));
    output.line("Chain 31337 on " + chain.url());
    var rpc =
        parts.add(
            new JsonRpc(
                List.of(chain.url()),
                RpcLimits.USUAL,
                grounds.grounds().ticker(),
                grounds.grounds().random(),
                Thread::sleep));
    var subscription = new DevSubscription(rpc, grounds.grounds().ticker(), Thread::sleep);
    var at = subscription.deploy();
    output.line("Registry " + at.registry() + ", coordinator " + at.coordinator());
    var earner = subscription.wallet(at, DevChain.Account.NODE.key().address());
    output.line(
        "The node's account " + DevChain.Account.NODE.key().address() + " earns to " + earner);
    tell(start(grounds, hello, chainConfig(chain, at, earner), parts));
    long id = subscription.subscribe(at, "hello-world");
    output.line(
        "Subscription %d: hello-world, %d times, every %d s, %s ether each"
            .formatted(
                id,
                DevSubscription.INTERVALS,
                DevSubscription.PERIOD_SECONDS,
                ether(DevSubscription.PRICE)));
    rpc.get(DevChain.blockASecond());
    follow(subscription, at, id, earner, stop, output);
    stop.await();
  }

  private static void follow(
      DevSubscription subscription,
      InfernetAddresses at,
      long id,
      Address earner,
      CountDownLatch stop,
      Output output)
      throws InterruptedException {
    for (long interval = 1; interval <= DevSubscription.INTERVALS; interval++) {
      var seen = subscription.look(at, id, interval, earner);
      while (seen.answers() == 0) {
        if (stop.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) return;
        seen = subscription.look(at, id, interval, earner);
      }
      output.line(
          "Interval %d delivered; the node has earned %s ether"
              .formatted(interval, ether(seen.earned())));
    }
    output.next("All intervals are delivered and paid. The node goes on until ^C.");
  }

  private InfernetNode start(
      InfernetGrounds grounds, HelloService hello, String chain, Lifecycle parts)
      throws InterruptedException {
    var bind = InetAddress.getLoopbackAddress();
    var config = config(hello, chain);
    var node =
        parts.add(InfernetNode.start(config, grounds.surroundings(config, bind), ChainNode::open));
    parts.add(
        NodeFiles.announceInfernet(
            invocation.environment(),
            URI.create("http://127.0.0.1:" + node.port()),
            Optional.empty()));
    return node;
  }

  private InfernetConfig config(HelloService hello, String chain) {
    var json =
        """
        {"manage_containers": false,
         "server": {"port": %d, "rate_limit": {"num_requests": 6000, "period": 60}},
         "containers": [{"id": "hello-world", "url": "http://127.0.0.1:%d", "description": "says hello"}]%s}
        """
            .formatted(port, hello.port(), chain);
    return ConfigReader.parse("the built-in configuration", json.getBytes(UTF_8));
  }

  private static String chainConfig(DevChain chain, InfernetAddresses at, Address earner) {
    return """
    , "chain": {"enabled": true, "rpc_url": "%s", "registry_address": "%s", "trail_head_blocks": 0,
       "wallet": {"private_key": "%s", "payment_address": "%s"}, "snapshot_sync": {"sync_period": 0.25}}
    """
        .formatted(chain.url(), at.registry(), DevChain.Account.NODE.hex(), earner);
  }

  private void tell(InfernetNode node) {
    invocation.output().line("REST on http://127.0.0.1:" + node.port());
    invocation
        .output()
        .next(
            "Ask: curl -X POST http://127.0.0.1:%d/api/jobs -H 'Content-Type: application/json' -d '{\"containers\":[\"hello-world\"],\"data\":{}}'   End: ^C"
                .formatted(node.port()));
  }

  private static String ether(BigInteger wei) {
    return new BigDecimal(wei, ETHER_DIGITS).stripTrailingZeros().toPlainString();
  }
}
