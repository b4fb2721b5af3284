package atoll.infernet.chain;

import atoll.chain.JsonRpc;
import atoll.chain.RpcLimits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Services of a chain that are asked again at once, since they fail on purpose. */
final class QuickRpc {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(1);

  private QuickRpc() {}

  static JsonRpc over(URI... services) {
    var limits = new RpcLimits(LONG, LONG, 2, SHORT, SHORT, 1 << 20, 100);
    return new JsonRpc(List.of(services), limits, System::nanoTime, new Random(3), _ -> {});
  }
}
