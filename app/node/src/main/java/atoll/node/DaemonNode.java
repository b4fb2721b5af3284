package atoll.node;

import atoll.actor.Actor;
import atoll.actor.ActorEnvironment;
import atoll.actor.ActorLimits;
import atoll.actor.InMemoryNetwork;
import atoll.capability.CapabilityContext;
import atoll.dms.behaviours.NodeBehaviours;
import atoll.identity.PeerId;
import atoll.identity.PrivateKey;
import atoll.identity.Signer;
import atoll.journal.ScopedJournal;
import atoll.kernel.Lifecycle;
import atoll.market.PlacementPolicy;
import atoll.orchestrator.Orchestrator;
import atoll.provider.ProviderNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * This machine as one node that both lends and deploys, and keeps its key, its context and all that
 * it has promised. It lends nothing until it is onboarded. Until there is a network between
 * machines it meets nobody but itself.
 */
final class DaemonNode implements AutoCloseable {
  private final Lifecycle parts = new Lifecycle();
  private final ProviderNode provider;
  private final Face face;

  /**
   * @param contextChanged keeps the context after a message has changed it
   */
  DaemonNode(
      ThisMachine machine,
      PrivateKey key,
      CapabilityContext context,
      Runnable contextChanged,
      KeptState state,
      ProviderSpec spec) {
    var grounds = machine.grounds();
    var network =
        parts.add(new InMemoryNetwork(grounds.dispatcher(), grounds.clock(), grounds.ticker()));
    var self = PeerId.of(key.publicKey());
    var journal = new ScopedJournal(state.journal(), self.text());
    var transport = parts.add(network.join(self));
    int checkers = Runtime.getRuntime().availableProcessors();
    var actor =
        parts.add(
            Actor.root(
                key,
                new ActorEnvironment(
                    context,
                    transport,
                    grounds.dispatcher(),
                    grounds.clock(),
                    grounds.random(),
                    ActorLimits.standard(checkers))));
    var executors = spec.executors().apply(self.text());
    executors.values().forEach(parts::add);
    provider =
        parts.add(
            new ProviderNode(
                actor,
                Signer.of(key),
                new ProviderNode.Parts(
                    spec.settings(),
                    spec.machine(),
                    executors,
                    spec.ports(),
                    new FetchedModules(),
                    transport,
                    journal,
                    state.sealer(),
                    grounds.random(),
                    grounds.clock(),
                    grounds.dispatcher())));
    var orchestrator =
        parts.add(
            new Orchestrator(
                actor,
                PlacementPolicy.SPREAD,
                () -> {
                  var reachable = new ArrayList<>(transport.peers());
                  reachable.add(self);
                  return reachable;
                },
                journal,
                state.sealer(),
                grounds.clock(),
                grounds.random(),
                grounds.dispatcher()));
    parts.add(
        new NodeBehaviours(
            new NodeBehaviours.Parts(
                actor,
                transport,
                context,
                () -> Authority.of(Signer.of(key), context),
                contextChanged,
                Optional.of(orchestrator),
                Optional.of(provider.provider()),
                machine.hardware(),
                LogSetup::level,
                spec.settings().directory(),
                grounds.clock())));
    orchestrator.resume();
    parts.add(
        Housekeeping.begin(
            state, grounds, List.of(provider.provider()), List.of(context), orchestrator));
    face = new Face(actor, orchestrator, () -> List.of(provider.provider()));
  }

  Face face() {
    return face;
  }

  /** Lets what runs go on where it can, since the node takes it up again when it is back. */
  @Override
  public void close() {
    parts.close();
  }
}
