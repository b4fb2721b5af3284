package atoll.infernet.chain;

import atoll.actor.Dispatcher;
import atoll.chain.Block;
import atoll.chain.BlockPace;
import atoll.chain.BlockTag;
import atoll.chain.Eth;
import atoll.chain.JsonRpc;
import atoll.chain.RpcException;
import atoll.chain.Word;
import atoll.infernet.ServedChain;
import atoll.infernet.Surroundings;
import atoll.infernet.config.InfernetConfig;
import atoll.jobs.Jobs;
import atoll.kernel.AtollException;
import atoll.kernel.Backoff;
import atoll.kernel.ErrorCode;
import atoll.kernel.Lifecycle;
import atoll.kernel.Ticker;
import atoll.subscriptions.Agenda;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The chain's half of a node: looks at each block until it is closed. */
public final class ChainNode implements AutoCloseable {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final JsonRpc rpc;
  private final Listener listener;
  private final Processor processor;
  private final Optional<Income> income;
  private final ChainClock chainClock;
  private final Backoff polls;
  private final BlockPace pace;
  private final Ticker ticker;
  private final CountDownLatch stopping;
  private final Dispatcher dispatcher;
  private final ChainEvents events;
  private final Semaphore entering = new Semaphore(1);
  private volatile Block latest;
  private volatile boolean serves = true;
  private Word lastSeen = Word.of(BigInteger.ZERO);
  private long notBefore;

  ChainNode(
      JsonRpc rpc,
      Listener listener,
      Processor processor,
      Optional<Income> income,
      ChainClock chainClock,
      Duration poll,
      Ticker ticker,
      CountDownLatch stopping,
      Dispatcher dispatcher,
      ChainEvents events,
      Block latest) {
    this.latest = latest;
    this.events = events;
    this.rpc = rpc;
    this.listener = listener;
    this.processor = processor;
    this.income = income;
    this.chainClock = chainClock;
    this.polls = new Backoff(poll, poll.compareTo(LONGEST_PAUSE) < 0 ? LONGEST_PAUSE : poll);
    this.pace = new BlockPace(poll);
    this.ticker = ticker;
    this.notBefore = ticker.nanos();
    this.stopping = stopping;
    this.dispatcher = dispatcher;
  }

  /**
   * Finds the contracts, takes up what was left, and begins to look. Blocks until the chain has
   * answered; nothing if the configuration enables no chain.
   *
   * @param lifecycle of the node, which closes this
   * @throws AtollException with {@code CONFIG_REFUSED} if the configuration's addresses or key are
   *     none, or no contracts are there; if no service answers, too
   */
  public static Optional<ServedChain> open(
      InfernetConfig config, Surroundings world, Jobs jobs, Lifecycle lifecycle)
      throws InterruptedException {
    if (!config.chain().enabled()) return Optional.empty();
    var parts = lifecycle.add(new Lifecycle());
    return Optional.of(new ChainAssembly(config, world, jobs, parts).begin());
  }

  void measure(Surroundings world, Agenda<Served> agenda) {
    var metrics = world.metrics();
    metrics.gauge("infernet_subscriptions", "Subscriptions that are served.", agenda::size);
    metrics.gauge("infernet_chain_block", "The latest block that was seen.", () -> latest.number());
    metrics.gauge(
        "infernet_chain_block_age_seconds",
        "How old the latest block is that was seen.",
        () -> world.clock().instant().getEpochSecond() - latest.timestamp());
    metrics.counted(
        "infernet_rpc_errors_total", "Requests that a service of the chain failed.", rpc::failures);
  }

  /** Looks until it is closed, whatever a service says or does. Blocks. */
  void look() {
    var pause = polls.first();
    try {
      while (stopping.getCount() > 0) {
        serves = looked();
        pause = serves ? polls.first() : polls.after(pause);
        if (stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS)) return;
      }
    } catch (InterruptedException _) { // asked to stop
    }
  }

  private boolean looked() throws InterruptedException {
    try {
      lookOnce();
      return true;
    } catch (RpcException e) {
      if (stopping.getCount() > 0)
        events.trouble("The chain does not answer", String.valueOf(e.getMessage()));
    } catch (AtollException e) {
      events.trouble("Looking at a block", String.valueOf(e.getMessage()));
    } catch (RuntimeException | VirtualMachineError e) {
      if (stopping.getCount() > 0) events.broken("Looking at a block", e);
    }
    return false;
  }

  /** What it waits for before it can serve, for people. */
  List<String> lacking() {
    return serves ? List.of() : List.of("the chain, which could not be looked at");
  }

  /** What is due by the clock is done also while no new block is to be expected. */
  private void lookOnce() throws InterruptedException {
    if (ticker.nanos() - notBefore >= 0) ask();
    boolean fresh = !latest.hash().equals(lastSeen);
    lastSeen = latest.hash();
    processor.process(latest, fresh);
    income.ifPresent(this::enter);
  }

  /** Aside, since any contract may say that it paid, and each must be asked about. */
  private void enter(Income payments) {
    var seen = latest;
    if (!entering.tryAcquire()) return;
    dispatcher.execute(() -> {
      try {
        payments.look(seen);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } finally {
        entering.release();
      }
    });
  }

  private void ask() throws InterruptedException {
    latest =
        rpc.get(Eth.block(BlockTag.LATEST))
            .orElseThrow(
                () -> new AtollException(ErrorCode.UNREACHABLE, "a service has no latest block"));
    chainClock.saw(latest.timestamp());
    listener.read(latest);
    notBefore = ticker.nanos() + pace.after(latest).toNanos();
  }

  @Override
  public void close() {
    stopping.countDown();
  }
}
