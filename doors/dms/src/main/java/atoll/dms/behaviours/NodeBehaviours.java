package atoll.dms.behaviours;

import atoll.actor.Actor;
import atoll.actor.Transport;
import atoll.capability.CapabilityContext;
import atoll.capability.Grant;
import atoll.orchestrator.Deployments;
import atoll.provider.Hardware;
import atoll.provider.Provider;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a node answers to its owner and its peers, besides the protocol between orchestrators and
 * providers (DMS §4).
 */
public final class NodeBehaviours implements AutoCloseable {
  private final Served served;
  private final OutputFetches fetches = new OutputFetches();
  private final FlightRecordings recordings;

  /**
   * What the behaviours speak for.
   *
   * @param ownAuthority what this node may do on itself: for what a behaviour must look up beyond
   *     the port's method of its own name, once its sender was authorised for it
   * @param capabilitiesChanged keeps the context after it was changed by a message
   * @param deployments absent on a node that deploys nothing
   * @param provider absent on a node that lends nothing
   * @param log takes the level from which on this process logs, until it is told another
   * @param workDirectory where output is put that is asked for by a path (DMS §7.10)
   */
  public record Parts(
      Actor node,
      Transport transport,
      CapabilityContext capabilities,
      Supplier<Grant> ownAuthority,
      Runnable capabilitiesChanged,
      Optional<Deployments> deployments,
      Optional<Provider> provider,
      Hardware hardware,
      Consumer<LogLevel> log,
      Path workDirectory,
      InstantSource clock) {}

  /** Serves from now on until closed. */
  public NodeBehaviours(Parts parts) {
    served = new Served(parts.node());
    new PublicBehaviours(parts.node().handle(), parts.provider(), parts.hardware()).serve(served);
    new PeerBehaviours(parts.transport()).serve(served);
    new CapabilityBehaviours(parts.capabilities(), parts.capabilitiesChanged()).serve(served);
    new HardwareBehaviours(parts.hardware()).serve(served);
    new LogBehaviours(parts.log()).serve(served);
    recordings = new FlightRecordings(parts.workDirectory());
    recordings.serve(served);
    parts.provider().ifPresent(provider -> new LendingBehaviours(provider).serve(served));
    parts
        .deployments()
        .ifPresent(deployments -> {
          new DeploymentBehaviours(deployments, parts.ownAuthority(), parts.clock()).serve(served);
          new DeploymentViews(
                  deployments,
                  parts.ownAuthority(),
                  new Manifests(parts.node().handle()),
                  new OutputFolder(parts.workDirectory()),
                  fetches,
                  parts.clock())
              .serve(served);
        });
  }

  @Override
  public void close() {
    served.close();
    fetches.close();
    recordings.close();
  }
}
