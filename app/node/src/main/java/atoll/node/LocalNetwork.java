package atoll.node;

import atoll.actor.Actor;
import atoll.actor.ActorEnvironment;
import atoll.actor.ActorLimits;
import atoll.actor.InMemoryNetwork;
import atoll.actor.Transport;
import atoll.capability.Capability;
import atoll.capability.CapabilityContext;
import atoll.capability.Delegation;
import atoll.capability.DelegationRequest;
import atoll.capability.Expiry;
import atoll.capability.Grant;
import atoll.capability.SelfSign;
import atoll.capability.Topic;
import atoll.dms.api.AtollApi;
import atoll.dms.api.LocalApi;
import atoll.identity.Did;
import atoll.identity.PeerId;
import atoll.identity.PrivateKey;
import atoll.identity.Signer;
import atoll.identity.TrustContext;
import atoll.journal.Journal;
import atoll.journal.ScopedJournal;
import atoll.kernel.Lifecycle;
import atoll.market.PlacementPolicy;
import atoll.orchestrator.Deployments;
import atoll.orchestrator.Orchestrator;
import atoll.provider.ModuleSource;
import atoll.provider.ProviderNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A whole network in this process: providers, and one orchestrator. Their keys are made here. A
 * user is everyone's root, and lets every node take part in deployments; nobody else may do
 * anything. One that keeps nothing ends all that it runs when it is closed; a kept one leaves
 * running what can run without it, and takes it up again.
 */
public final class LocalNetwork implements AutoCloseable {
  private static final Duration YEARS = Duration.ofDays(3650);
  private static final List<Capability> PART =
      List.of(
          new Capability("/dms/deployment"),
          new Capability("/broadcast"),
          new Capability("/public"));
  private static final List<Topic> TOPICS = List.of(new Topic("/nunet"));

  private final Lifecycle parts = new Lifecycle();
  private final Grounds grounds;
  private final KeptState state;
  private final KeptKeys keys;
  private final ModuleSource modules;
  private final InMemoryNetwork network;
  private final CapabilityContext userContext;
  private final Signer user;
  private final List<ProviderNode> providers = new ArrayList<>();
  private final Actor orchestratorActor;
  private final CapabilityContext orchestratorContext;
  private final Orchestrator orchestrator;

  public LocalNetwork(
      Grounds grounds, KeptState state, ModuleSource modules, List<ProviderSpec> specs) {
    this.grounds = grounds;
    this.state = state;
    this.keys = new KeptKeys(state, grounds.random());
    this.modules = modules;
    network =
        parts.add(new InMemoryNetwork(grounds.dispatcher(), grounds.clock(), grounds.ticker()));
    user = Signer.of(keys.of("user"));
    userContext = context(user);
    var key = keys.of("orchestrator");
    var transport = parts.add(network.join(PeerId.of(key.publicKey())));
    orchestratorContext = trusted(key);
    orchestratorActor = parts.add(actor(key, orchestratorContext, transport));
    orchestrator =
        parts.add(
            new Orchestrator(
                orchestratorActor,
                PlacementPolicy.SPREAD,
                transport::peers,
                journalOf(key),
                state.sealer(),
                grounds.clock(),
                grounds.random(),
                grounds.dispatcher()));
    for (var spec : specs) join(spec);
    orchestrator.resume();
  }

  private Journal journalOf(PrivateKey key) {
    return new ScopedJournal(state.journal(), PeerId.of(key.publicKey()).text());
  }

  /** Adds a provider, which every later round of bids reaches. */
  public ProviderNode join(ProviderSpec spec) {
    var key = keys.of("provider-" + (providers.size() + 1));
    var peer = PeerId.of(key.publicKey());
    var transport = parts.add(network.join(peer));
    var actor = parts.add(actor(key, trusted(key), transport));
    var executors = spec.executors().apply(peer.text());
    executors.values().forEach(parts::add);
    var node =
        parts.add(
            new ProviderNode(
                actor,
                Signer.of(key),
                new ProviderNode.Parts(
                    spec.settings(),
                    spec.machine(),
                    executors,
                    spec.ports(),
                    modules,
                    transport,
                    journalOf(key),
                    state.sealer(),
                    grounds.random(),
                    grounds.clock(),
                    grounds.dispatcher())));
    if (!node.provider().isOnboarded() && !node.provider().lend(spec.share()))
      throw new IllegalStateException("a new provider has nothing in use");
    providers.add(node);
    return node;
  }

  public Deployments deployments() {
    return orchestrator;
  }

  public List<ProviderNode> providers() {
    return List.copyOf(providers);
  }

  /** Does what is to be done again and again, until the network is closed. */
  void keepHouse() {
    parts.add(
        Housekeeping.begin(
            state,
            grounds,
            providers.stream().map(ProviderNode::provider).toList(),
            List.of(userContext, orchestratorContext),
            orchestrator));
  }

  /** The orchestrator, and the providers beside it, as doors see them. */
  Face face() {
    return new Face(
        orchestratorActor,
        orchestrator,
        () -> providers.stream().map(ProviderNode::provider).toList());
  }

  /** The orchestrator as its user asks it, in this process. */
  AtollApi api() {
    return new LocalApi(face().document(), userGrant(), orchestrator, face().lending());
  }

  /** What ways between its nodes are like; a test may change them. */
  public InMemoryNetwork network() {
    return network;
  }

  /** The orchestrator's actor, through which people's envelopes come and go. */
  public Actor orchestratorActor() {
    return orchestratorActor;
  }

  /** What the user, whose key is in memory here, may ask of the orchestrator: everything. */
  public Grant userGrant() {
    return Authority.of(user, orchestratorContext);
  }

  private CapabilityContext context(Signer owner) {
    return new CapabilityContext(
        owner, new TrustContext(grounds.clock()), grounds.clock(), grounds.random());
  }

  /** A context that obeys the user, and may take part in the user's deployments. */
  private CapabilityContext trusted(PrivateKey key) {
    var context = context(Signer.of(key));
    context.addRoot(user.did());
    var request =
        new DelegationRequest(
            context.owner(),
            Did.NONE,
            TOPICS,
            Optional.of(Expiry.at(grounds.clock().instant().plus(YEARS))),
            0,
            PART);
    switch (userContext.delegate(request, SelfSign.ONLY)) {
      case Delegation.Delegated(var tokens) -> tokens.tokens().forEach(context::anchorProvide);
      case Delegation.Uncovered uncovered ->
          throw new IllegalStateException("a self-issued delegation needs no other: " + uncovered);
    }
    return context;
  }

  private Actor actor(PrivateKey key, CapabilityContext context, Transport transport) {
    int checkers = Runtime.getRuntime().availableProcessors();
    return Actor.root(
        key,
        new ActorEnvironment(
            context,
            transport,
            grounds.dispatcher(),
            grounds.clock(),
            grounds.random(),
            ActorLimits.standard(checkers)));
  }

  /** Drives no deployment on, ends every allocation unless the network is kept, then every node. */
  @Override
  public void close() {
    try (parts) {
      orchestrator.close();
      if (state.lasting()) return;
      var endings = new ArrayList<Thread>();
      for (var provider : providers)
        endings.add(Thread.startVirtualThread(() -> shutDownAll(provider)));
      for (var ending : endings) ending.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void shutDownAll(ProviderNode provider) {
    try {
      provider.provider().shutDownAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
