package atoll.infernet;

import atoll.infernet.config.InfernetConfig;
import atoll.infernet.operations.Earnings;
import atoll.jobs.Jobs;
import atoll.kernel.AtollException;
import atoll.kernel.Lifecycle;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What a chain adds to a node.
 *
 * @param pending how many of its jobs are under way
 * @param address of the node's account
 * @param reports of its subscriptions, the newest first
 * @param earnings nothing without a payment wallet
 * @param lacking what it waits for before it can serve, for people; empty while it serves
 */
public record ServedChain(
    Delegations delegations,
    IntSupplier pending,
    String address,
    long chainId,
    Supplier<List<SubscriptionReport>> reports,
    Optional<Earnings> earnings,
    Supplier<List<String>> lacking) {
  /** Of whose subscriptions nothing is told. */
  public ServedChain(Delegations delegations, IntSupplier pending, String address) {
    this(delegations, pending, address, 1, List::of, Optional.empty(), List::of);
  }

  /** Begins to serve a chain. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Blocks until the chain has answered; nothing if the configuration enables none.
     *
     * @param parts of the node, which close what this adds
     * @throws AtollException if it cannot be served; the message says why
     */
    Optional<ServedChain> open(
        InfernetConfig config, Surroundings world, Jobs jobs, Lifecycle parts)
        throws InterruptedException;
  }
}
