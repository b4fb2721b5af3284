package atoll.provider;

import atoll.actor.Actor;
import atoll.actor.BehaviourOptions;
import atoll.actor.Dispatcher;
import atoll.actor.Links;
import atoll.actor.Received;
import atoll.capability.Topic;
import atoll.identity.Did;
import atoll.identity.Sealer;
import atoll.identity.Signer;
import atoll.journal.Journal;
import atoll.journal.JournalException;
import atoll.kernel.ExecutorKind;
import atoll.protocol.AllocateRequest;
import atoll.protocol.Behaviours;
import atoll.protocol.BidRequest;
import atoll.protocol.CommitRequest;
import atoll.protocol.EdgeCheck;
import atoll.protocol.RevertRequest;
import atoll.workload.WorkloadExecutor;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The provider as other nodes see it: the behaviours of DMS §4.6–4.8 on the node's actor, and an
 * actor for each allocation.
 */
public final class ProviderNode implements AutoCloseable {
  private final Provider provider;
  private final LinkMeter meter;
  private final InstantSource clock;

  /**
   * Everything that a provider is made of besides its actor.
   *
   * @param journal what it remembers; others may share it
   * @param sealer closes what it remembers of keys
   * @param random a {@link java.security.SecureRandom} outside tests
   */
  public record Parts(
      ProviderSettings settings,
      Machine machine,
      Map<ExecutorKind, WorkloadExecutor> executors,
      PortLedger ports,
      ModuleSource modules,
      Links links,
      Journal journal,
      Sealer sealer,
      RandomGenerator random,
      InstantSource clock,
      Dispatcher dispatcher) {}

  /**
   * Takes up what it had promised before it was restarted, and only then listens.
   *
   * @throws JournalException if what it remembers cannot be read
   */
  public ProviderNode(Actor node, Signer signer, Parts parts) {
    this.meter = new LinkMeter(parts.links());
    this.clock = parts.clock();
    this.provider =
        new Provider(
            parts,
            new ResourceLedger(parts.clock()),
            self -> new AllocationActors(node, self, parts.clock(), parts.dispatcher()),
            node.handle(),
            signer);
    provider.takeUp();
    node.on(
        Behaviours.BID_REQUEST,
        BehaviourOptions.DEFAULT.onTopic(new Topic(Behaviours.DEPLOYMENT_TOPIC)),
        this::bid);
    node.on(Behaviours.EDGE_CHECK, BehaviourOptions.DEFAULT, this::measure);
    node.on(
        Behaviours.COMMIT,
        BehaviourOptions.DEFAULT,
        m ->
            m.reply(
                provider
                    .commit(CommitRequest.parse(m.payload(), clock.instant()), owner(m))
                    .toJson()));
    node.on(Behaviours.ALLOCATE, BehaviourOptions.DEFAULT, this::allocate);
    node.on(
        Behaviours.REVERT,
        BehaviourOptions.DEFAULT,
        m -> m.reply(provider.revert(RevertRequest.parse(m.payload()), owner(m)).toJson()));
  }

  public Provider provider() {
    return provider;
  }

  private static Did owner(Received message) {
    return message.grant().principal();
  }

  private void bid(Received message) {
    provider
        .bid(BidRequest.parse(message.payload()))
        .ifPresent(answer -> message.reply(answer.toJson()));
  }

  private void measure(Received message) {
    var check = EdgeCheck.parse(message.payload());
    var _ =
        meter
            .check(check.target(), check.rttMillis(), check.bandwidthKbps())
            .thenAccept(answer -> message.reply(answer.toJson()));
  }

  private void allocate(Received message) {
    var request = AllocateRequest.parse(message.payload());
    var answer = provider.allocate(request, owner(message), message.envelope().from());
    message.reply(answer.toJson());
  }

  /** Ends the actors; what runs goes on where its executor lets it, and is taken up again. */
  @Override
  public void close() {
    provider.letGo();
  }
}
