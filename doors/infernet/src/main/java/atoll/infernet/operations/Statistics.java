package atoll.infernet.operations;

import atoll.infernet.config.InfernetConfig;
import atoll.jobs.JobStatus;
import atoll.jobs.ServiceName;
import atoll.jobs.Tally;
import atoll.kernel.Resources;
import atoll.kernel.Ticker;
import java.util.Optional;
import java.util.function.ToLongFunction;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The records of the original's statistics (Infernet §6.3). What the original asks strangers or
 * shell commands for, such as the node's address on the internet, is null.
 */
public final class Statistics {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final long MEBIBYTE = 1 << 20;

  private final InfernetConfig config;
  private final Identity identity;
  private final Tally tally;
  private final PendingJobs pending;
  private final Resources machine;
  private final Ticker ticker;
  private final long begun;

  /**
   * Who the node is.
   *
   * @param uid tells this node from others, and nothing else
   * @param account on the chain, with the chain's id; none without a chain
   */
  public record Identity(String uid, Optional<Account> account, String version) {
    /** The node's account on a chain. */
    public record Account(String address, long chainId) {}
  }

  public Statistics(
      InfernetConfig config,
      Identity identity,
      Tally tally,
      PendingJobs pending,
      Resources machine,
      Ticker ticker) {
    this.config = config;
    this.identity = identity;
    this.tally = tally;
    this.pending = pending;
    this.machine = machine;
    this.ticker = ticker;
    this.begun = ticker.nanos();
  }

  /** How the node's jobs ended since it was started. */
  Tally.Counts ends() {
    return tally.counts();
  }

  /** {@code stats.node}: what the node is, and how its jobs ended since it was started. */
  public ObjectNode node() {
    return node(ends());
  }

  /** The same with other numbers of how jobs ended. */
  ObjectNode node(Tally.Counts ends) {
    var record = NODES.objectNode().put("uid", identity.uid());
    var account = identity.account();
    record.put("address", account.map(Identity.Account::address).orElse(null));
    record.put("chain_id", account.map(Identity.Account::chainId).orElse(null));
    var containers = record.putObject("containers");
    for (var container : config.containers()) {
      var told = containers.putObject(container.id());
      var ips = told.putArray("allowed_ips");
      container.allowedIps().forEach(network -> ips.add(network.toString()));
      var addresses = told.putArray("allowed_addresses");
      container.allowedAddresses().forEach(addresses::add);
      var delegates = told.putArray("allowed_delegate_addresses");
      container.allowedDelegateAddresses().forEach(delegates::add);
      told.put("external", container.external());
      told.put("generates_proofs", container.generatesProofs());
    }
    record.set("counters", counters(ends));
    record.putNull("ip").put("port", config.server().port());
    record.set("resources", resources());
    return record
        .put("uptime", (ticker.nanos() - begun) / 1_000_000_000)
        .put("version", identity.version());
  }

  private ObjectNode counters(Tally.Counts ends) {
    var counters = NODES.objectNode();
    var jobs = counters.putObject("jobs");
    for (var forChain : NodeMetrics.KINDS)
      jobs.set(
          NodeMetrics.kind(forChain),
          ends(status -> ends.of(new Tally.Ended.Jobs(forChain, status))));
    var containers = counters.putObject("containers");
    for (var container : config.containers()) {
      var service = new ServiceName(container.id());
      containers.set(
          container.id(), ends(status -> ends.of(new Tally.Ended.Calls(service, status))));
    }
    return counters;
  }

  private static ObjectNode ends(ToLongFunction<JobStatus> count) {
    return NODES
        .objectNode()
        .put("success", count.applyAsLong(JobStatus.SUCCESS))
        .put("failed", count.applyAsLong(JobStatus.FAILED));
  }

  private ObjectNode resources() {
    var resources = NODES.objectNode();
    boolean known = !machine.equals(Resources.NONE);
    resources.put("cpu", known ? machine.cpu().toString() : null);
    resources.put("disk", known ? machine.disk().bytes() / MEBIBYTE + " MiB" : null);
    resources.put("gpu", machine.gpus().isEmpty() ? null : machine.gpus().size() + " GPUs");
    resources.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    return resources.put("memory", known ? machine.memory().bytes() / MEBIBYTE + " MiB" : null);
  }

  /** {@code stats.live}: what it does now. */
  public ObjectNode live() {
    var record = NODES.objectNode().put("uid", identity.uid());
    record
        .putObject("jobs_pending")
        .put("offchain", pending.offChain())
        .put("onchain", pending.onChain());
    var runtime = Runtime.getRuntime();
    record
        .putObject("utilization")
        .putNull("cpu")
        .putNull("disk")
        .putNull("io")
        .putNull("gpu")
        .put(
            "memory",
            (runtime.totalMemory() - runtime.freeMemory()) / MEBIBYTE + " MiB of this process")
        .putNull("network");
    return record;
  }
}
