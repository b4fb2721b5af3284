package atoll.bench.program;

import atoll.bench.Bench;
import atoll.bench.Effort;
import atoll.bench.Measurement;
import atoll.bench.Samples;
import atoll.bench.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What {@code ./atoll infernet} holds of the machine's memory while it does nothing, having read
 * many subscriptions of a real chain, none of them due.
 */
public final class InfernetMemory implements Bench {
  private static final String SUBSCRIBER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
  private static final String TRACKED = "Tracked new subscription!";
  private static final long YEAR_SECONDS = 31_536_000;
  private static final int IN_A_BLOCK = 100;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(120);
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*(\\d+) kB");

  private final Path root;

  public InfernetMemory(Path root) {
    this.root = root;
  }

  @Override
  public List<Measurement> measure(Effort effort) throws Exception {
    int subscriptions = effort.times(10_000, 10);
    try (var scratch = new Scratch();
        var chain = DevAnvil.start(root)) {
      var checkout = new Checkout(root, scratch.root());
      checkout.build();
      var registry = deployAndSubscribe(checkout, chain, subscriptions);
      var config =
          Files.writeString(scratch.root().resolve("config.json"), config(chain, registry));
      var log = scratch.root().resolve("infernet.log");
      var process =
          checkout
              .atoll("infernet", "--config", config.toString(), "--address", "127.0.0.1")
              .start(log.toFile());
      try {
        awaitTracked(process, log, subscriptions);
        var megabytes = new double[effort.times(20, 1)];
        for (int i = 0; i < megabytes.length; i++) {
          LockSupport.parkNanos(SECOND.toNanos());
          megabytes[i] = residentMegabytes(process);
        }
        return List.of(
            Measurement.of("infernet-memory", Samples.of(megabytes))
                .with("subscriptions", subscriptions));
      } finally {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly();
      }
    }
  }

  /** The registry's address. */
  private static String deployAndSubscribe(Checkout checkout, DevAnvil chain, int subscriptions)
      throws IOException, InterruptedException {
    var key = Files.writeString(checkout.home().resolve("key"), DevAnvil.KEY);
    var made =
        checkout
            .atoll(
                "chain",
                "deploy",
                "--rpc",
                chain.url().toString(),
                "--key-file",
                key.toString(),
                "--json")
            .run()
            .saying("registry")
            .output();
    var call =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_sendTransaction\",\"params\":[{\"from\":\"%s\",\"to\":\"%s\",\"gas\":\"0x445c0\",\"data\":\"%s\"}]}"
            .formatted(SUBSCRIBER, address(made, "coordinator"), subscribing());
    chain.call(method("evm_setAutomine", "false"));
    for (int sent = 0; sent < subscriptions; sent += IN_A_BLOCK) {
      int now = Math.min(IN_A_BLOCK, subscriptions - sent);
      chain.call(
          IntStream.range(0, now).mapToObj(_ -> call).collect(Collectors.joining(",", "[", "]")));
      chain.call(method("evm_mine", ""));
    }
    chain.call(method("evm_setIntervalMining", "1"));
    return address(made, "registry");
  }

  private static String method(String name, String parameters) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":[%s]}"
        .formatted(name, parameters);
  }

  /** {@code createSubscription} of Infernet §5.2: ten answers of container c, one a year. */
  private static String subscribing() {
    long[] words = {9 * 32, 10, YEAR_SECONDS, 1, 0, 0, 0, 0, 0, 1};
    var data = new StringBuilder("0x84050893");
    for (long word : words) data.append("%064x".formatted(word));
    return data.append("63").append("0".repeat(62)).toString();
  }

  private static String address(String json, String name) {
    var found = Pattern.compile("\"" + name + "\":\"(0x[0-9a-fA-F]{40})\"").matcher(json);
    if (!found.find()) throw new IllegalStateException("no " + name + " in " + json);
    return found.group(1);
  }

  private static String config(DevAnvil chain, String registry) {
    return """
    {"manage_containers": false, "server": {"port": 0},
     "containers": [{"id": "c", "url": "http://127.0.0.1:1"}],
     "chain": {"enabled": true, "rpc_url": "%s", "registry_address": "%s", "trail_head_blocks": 0,
       "wallet": {"private_key": "%s"}, "snapshot_sync": {"sync_period": 0.5}}}
    """
        .formatted(chain.url(), registry, DevAnvil.KEY);
  }

  private static void awaitTracked(Process process, Path log, int subscriptions)
      throws IOException, InterruptedException {
    if (!Progress.await(process, SECOND, GIVE_UP_AFTER, () -> tracked(log) >= subscriptions))
      throw new IllegalStateException("not all were tracked; see " + Files.readString(log));
  }

  private static long tracked(Path log) throws IOException {
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(TRACKED)).count();
    }
  }

  private static double residentMegabytes(Process process) throws IOException {
    var status = RESIDENT.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
    if (!status.find()) throw new IllegalStateException("what the process holds is not told");
    return Long.parseLong(status.group(1)) / 1024.0;
  }
}
