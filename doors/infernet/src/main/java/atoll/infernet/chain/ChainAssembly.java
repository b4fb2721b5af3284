package atoll.infernet.chain;

import atoll.chain.Addresses;
import atoll.chain.Block;
import atoll.chain.BlockTag;
import atoll.chain.Eth;
import atoll.chain.Exit;
import atoll.chain.JsonRpc;
import atoll.chain.Pause;
import atoll.chain.RpcException;
import atoll.chain.RpcLimits;
import atoll.chain.Transactions;
import atoll.chain.infernet.DelegatedTerms;
import atoll.chain.infernet.InfernetContracts;
import atoll.infernet.ServedChain;
import atoll.infernet.Surroundings;
import atoll.infernet.config.InfernetConfig;
import atoll.infernet.operations.Earnings;
import atoll.jobs.Jobs;
import atoll.jobs.ServiceName;
import atoll.kernel.AtollException;
import atoll.kernel.Lifecycle;
import atoll.settlement.Ledger;
import atoll.subscriptions.Agenda;
import atoll.subscriptions.AgendaLimits;
import com.esaulpaugh.headlong.abi.Address;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Puts the chain's half of a node together, once: reading it explains the parts. For one thread.
 */
final class ChainAssembly {
  private final InfernetConfig config;
  private final Surroundings world;
  private final Lifecycle parts;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Pause pause = this::pause;
  private final ChainSettings settings;
  private final JsonRpc rpc;
  private final long chainId;
  private final InfernetContracts contracts;
  private final Block latest;
  private final Optional<Block> genesis;
  private final String scope;
  private final SentTransactions sent;
  private final Transactions transactions;
  private final Agenda<Served> agenda;
  private final SubscriptionReports reports;
  private final ChainEvents events;
  private final ChainClock chainClock;
  private final Computation computation;

  /**
   * Asks the chain which it is, and reads what is journaled of it. Blocks until it has answered.
   *
   * @param parts closes what this opens
   */
  ChainAssembly(InfernetConfig config, Surroundings world, Jobs jobs, Lifecycle parts)
      throws InterruptedException {
    this.config = config;
    this.world = world;
    this.parts = parts;
    settings = ChainSettings.of(config.chain());
    rpc = services();
    chainId = chainId(rpc);
    contracts = InfernetContracts.find(rpc, settings.registry());
    latest = rpc.get(Eth.block(BlockTag.LATEST)).orElseThrow();
    genesis = rpc.get(Eth.block(new BlockTag.At(0)));
    scope = scope();
    var account = settings.key().address();
    sent =
        new SentTransactions(world.journal(), scope + "-" + Addresses.wire(account).substring(2));
    reports = new SubscriptionReports(world.clock());
    events = new ChainEvents(reports, world.metrics());
    transactions =
        new Transactions(
            rpc, exit(), settings.key(), chainId, settings.fees(), sent, world.ticker(), pause);
    transactions.reserve(sent.nonces());
    agenda = new Agenda<>(world.journal(), scope, AgendaLimits.USUAL);
    chainClock = new ChainClock(world.clock());
    computation = new Computation(jobs, scope);
  }

  /** Begins to look at blocks. */
  ServedChain begin() {
    var signed = signed();
    var processor = parts.add(processor(signed));
    var ledger = new Ledger(world.journal());
    var income = settings.own().map(own -> income(own, ledger));
    var node =
        parts.add(
            new ChainNode(
                rpc,
                listener(),
                processor,
                income,
                chainClock,
                Listener.seconds(config.chain().snapshotSync().syncPeriodSeconds()),
                world.ticker(),
                stopping,
                world.dispatcher(),
                events,
                latest));
    node.measure(world, agenda);
    world.dispatcher().execute(node::look);
    return new ServedChain(
        signed,
        computation::underWay,
        settings.key().address().toString(),
        chainId,
        reports::all,
        income.map(one -> new Earnings(ledger, one.account())),
        node::lacking);
  }

  private void pause(Duration length) throws InterruptedException {
    if (stopping.await(length.toNanos(), TimeUnit.NANOSECONDS))
      throw new InterruptedException("the node is stopping");
  }

  private JsonRpc services() {
    return services(settings.services());
  }

  private JsonRpc services(List<URI> urls) {
    return parts.add(new JsonRpc(urls, RpcLimits.USUAL, world.ticker(), world.random(), pause));
  }

  /** Where there is a relay, nothing leaves by another way, since that would tell everybody. */
  private Exit exit() {
    return settings
        .relay()
        .map(relay -> Exit.relay(services(List.of(relay)), events::relayFails))
        .orElseGet(() -> Exit.open(rpc));
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

  /** Chains for trying things begin anew with the same addresses and ids. */
  private String scope() {
    return chainId
        + "-"
        + genesis.map(block -> block.hash().hex().substring(2, 18)).orElse("0")
        + "-"
        + Addresses.wire(contracts.at().coordinator()).substring(2);
  }

  /** What a stranger's contract does to a service keeps nobody else from asking that. */
  private SignedSubscriptions signed() {
    var domain = DelegatedTerms.domain(chainId, contracts.at().coordinator());
    return new SignedSubscriptions(
        world.journal(),
        scope,
        new OwnersSigner(services(), domain),
        agenda,
        world.dispatcher(),
        world.clock(),
        events);
  }

  private Processor processor(SignedSubscriptions signed) {
    var state = new OnChainState(rpc, contracts, transactions.account());
    return new Processor(
        agenda,
        state,
        deliverer(state),
        signed,
        new Stragglers(agenda, sent, transactions, world.dispatcher(), pause, events),
        chainClock,
        world.dispatcher(),
        world.clock(),
        world.random(),
        limited(),
        events);
  }

  /** Containers whose calls are. */
  private Set<ServiceName> limited() {
    return config.containers().stream()
        .filter(container -> container.maxConcurrency().isPresent())
        .map(container -> new ServiceName(container.id()))
        .collect(Collectors.toSet());
  }

  private Deliverer deliverer(OnChainState state) {
    var allowedErrors = config.chain().wallet().orElseThrow().allowedSimErrors();
    return new Deliverer(
        new Deliverer.Parts(
            agenda,
            rpc,
            contracts,
            state,
            transactions,
            sent,
            new Wallets(rpc, contracts, transactions, sent, settings.own()),
            profit(),
            new Reputation(world.journal(), scope),
            new Simulator(rpc, transactions.account(), allowedErrors, pause),
            computation,
            chainClock,
            world.clock(),
            pause,
            settings.fees().maxGas(),
            events));
  }

  private Optional<Profit> profit() {
    return config.chain().wallet().orElseThrow().requireProfit()
        ? Optional.of(new Profit(rpc, contracts, transactions.account(), world.ticker()))
        : Optional.empty();
  }

  private Listener listener() {
    return new Listener(
        rpc,
        contracts,
        new ChainRules(config),
        agenda,
        new Cancellations(rpc, contracts, agenda, world.ticker()),
        config.chain(),
        pause,
        events,
        genesis.map(Block::hash));
  }

  private Income income(Address own, Ledger ledger) {
    return new Income(
        rpc,
        contracts,
        own,
        ledger,
        world.journal(),
        scope,
        chainId,
        latest,
        world.ticker(),
        events);
  }
}
