package atoll.infernet.chain;

import atoll.chain.Addresses;
import atoll.chain.Block;
import atoll.chain.BlockTag;
import atoll.chain.Eth;
import atoll.chain.JsonRpc;
import atoll.chain.Pause;
import atoll.chain.RpcException;
import atoll.chain.RpcLimits;
import atoll.chain.Transactions;
import atoll.chain.Word;
import atoll.chain.infernet.DelegatedTerms;
import atoll.chain.infernet.InfernetContracts;
import atoll.infernet.ServedChain;
import atoll.infernet.Surroundings;
import atoll.infernet.config.InfernetConfig;
import atoll.infernet.operations.Earnings;
import atoll.jobs.Jobs;
import atoll.kernel.AtollException;
import atoll.kernel.Lifecycle;
import atoll.settlement.Ledger;
import atoll.subscriptions.Agenda;
import atoll.subscriptions.AgendaLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The chain's half of a node: looks at each block until it is closed. */
public final class ChainNode implements AutoCloseable {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final Lifecycle parts;
  private final JsonRpc rpc;
  private final Listener listener;
  private final Processor processor;
  private final Optional<Income> income;
  private final ChainClock chainClock;
  private final Duration poll;
  private final CountDownLatch stopping;
  private final ChainEvents events;
  private volatile Block latest;
  private Word lastSeen = Word.of(java.math.BigInteger.ZERO);

  private ChainNode(
      Lifecycle parts,
      JsonRpc rpc,
      Listener listener,
      Processor processor,
      Optional<Income> income,
      ChainClock chainClock,
      Duration poll,
      CountDownLatch stopping,
      ChainEvents events,
      Block latest) {
    this.latest = latest;
    this.events = events;
    this.parts = parts;
    this.rpc = rpc;
    this.listener = listener;
    this.processor = processor;
    this.income = income;
    this.chainClock = chainClock;
    this.poll = poll;
    this.stopping = stopping;
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
    var chain = config.chain();
    if (!chain.enabled()) return Optional.empty();
    var parts = lifecycle.add(new Lifecycle());
    var settings = ChainSettings.of(chain);
    var key = settings.key();
    var stopping = new CountDownLatch(1);
    Pause pause =
        length -> {
          if (stopping.await(length.toNanos(), TimeUnit.NANOSECONDS))
            throw new InterruptedException("the node is stopping");
        };
    var rpc =
        parts.add(
            new JsonRpc(
                settings.services(), RpcLimits.USUAL, world.ticker(), world.random(), pause));
    // What a stranger's contract does to a service keeps nobody else from asking it.
    var strangers =
        parts.add(
            new JsonRpc(
                settings.services(), RpcLimits.USUAL, world.ticker(), world.random(), pause));
    long chainId = chainId(rpc);
    var contracts = InfernetContracts.find(rpc, settings.registry());
    // Chains for trying things begin anew with the same addresses and ids.
    var latest = rpc.get(Eth.block(BlockTag.LATEST)).orElseThrow();
    var genesis = rpc.get(Eth.block(new BlockTag.At(0)));
    var scope =
        chainId
            + "-"
            + genesis.map(block -> block.hash().hex().substring(2, 18)).orElse("0")
            + "-"
            + Addresses.wire(contracts.at().coordinator()).substring(2);
    var sent =
        new SentTransactions(
            world.journal(), scope + "-" + Addresses.wire(key.address()).substring(2));
    var transactions =
        new Transactions(rpc, key, chainId, settings.fees(), sent, world.ticker(), pause);
    transactions.reserve(sent.nonces());
    var agenda = new Agenda<Served>(world.journal(), scope, AgendaLimits.USUAL);
    var reports = new SubscriptionReports(world.clock());
    var events = new ChainEvents(reports, world.metrics());
    var chainClock = new ChainClock(world.clock());
    var computation = new Computation(jobs, scope);
    var deliverer =
        new Deliverer(
            new Deliverer.Parts(
                agenda,
                rpc,
                contracts,
                transactions,
                sent,
                new Wallets(rpc, contracts, transactions, sent, settings.own()),
                new Simulator(
                    rpc, key.address(), chain.wallet().orElseThrow().allowedSimErrors(), pause),
                computation,
                chainClock,
                world.clock(),
                pause,
                settings.fees().maxGas(),
                events));
    var signed =
        new SignedSubscriptions(
            world.journal(),
            scope,
            new OwnersSigner(
                strangers, DelegatedTerms.domain(chainId, contracts.at().coordinator())),
            agenda,
            world.dispatcher(),
            world.clock(),
            events);
    var processor =
        parts.add(
            new Processor(
                agenda,
                new OnChainState(rpc, contracts, key.address()),
                deliverer,
                signed,
                new Stragglers(agenda, sent, transactions, world.dispatcher(), pause, events),
                chainClock,
                world.dispatcher(),
                world.clock(),
                world.random(),
                events));
    var ledger = new Ledger(world.journal());
    var income =
        settings
            .own()
            .map(own ->
                new Income(
                    rpc, contracts, own, ledger, world.journal(), scope, chainId, latest, events));
    var node =
        parts.add(
            new ChainNode(
                new Lifecycle(),
                rpc,
                new Listener(
                    rpc,
                    contracts,
                    new ChainRules(config),
                    agenda,
                    chain,
                    pause,
                    events,
                    genesis.map(Block::hash)),
                processor,
                income,
                chainClock,
                Listener.seconds(chain.snapshotSync().syncPeriodSeconds()),
                stopping,
                events,
                latest));
    node.measure(world, agenda);
    world.dispatcher().execute(node::look);
    return Optional.of(
        new ServedChain(
            signed,
            computation::underWay,
            key.address().toString(),
            chainId,
            reports::all,
            income.map(one -> new Earnings(ledger, one.account()))));
  }

  private static long chainId(JsonRpc rpc) throws InterruptedException {
    try {
      return rpc.get(Eth.chainId());
    } catch (RpcException e) {
      throw new AtollException(
          e.code(),
          "the service at chain.rpc_url does not answer; see whether it runs and the URL is right: "
              + e.getMessage(),
          e);
    }
  }

  private void measure(Surroundings world, Agenda<Served> agenda) {
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

  /** Never ends because of what a service says or does. */
  private void look() {
    var pause = poll;
    while (stopping.getCount() > 0) {
      try {
        lookOnce();
        pause = poll;
      } catch (InterruptedException _) {
        return;
      } catch (RpcException e) {
        if (stopping.getCount() > 0)
          events.trouble("The chain does not answer", String.valueOf(e.getMessage()));
        pause = longer(pause);
      } catch (AtollException e) {
        events.trouble("Looking at a block", String.valueOf(e.getMessage()));
        pause = longer(pause);
      } catch (RuntimeException e) {
        if (stopping.getCount() > 0) events.broken("Looking at a block", e);
        pause = longer(pause);
      }
      try {
        if (stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS)) return;
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void lookOnce() throws InterruptedException {
    latest = rpc.get(Eth.block(BlockTag.LATEST)).orElseThrow();
    chainClock.saw(latest.timestamp());
    listener.read(latest);
    boolean fresh = !latest.hash().equals(lastSeen);
    lastSeen = latest.hash();
    processor.process(latest, fresh);
    if (income.isPresent()) income.get().read(latest);
  }

  private static Duration longer(Duration pause) {
    var doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  @Override
  public void close() {
    stopping.countDown();
    parts.close();
  }
}
