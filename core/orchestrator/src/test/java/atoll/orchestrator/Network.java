package atoll.orchestrator;

import atoll.actor.Actor;
import atoll.actor.InMemoryNetwork;
import atoll.actor.MortalDispatcher;
import atoll.actor.SteppedDispatcher;
import atoll.actor.Transport;
import atoll.capability.Grant;
import atoll.ensemble.Ensemble;
import atoll.identity.PeerId;
import atoll.identity.PrivateKey;
import atoll.identity.Sealer;
import atoll.journal.FaultyJournal;
import atoll.kernel.EnsembleId;
import atoll.market.PlacementPolicy;
import atoll.orchestrator.machine.Deployment;
import atoll.orchestrator.machine.Given;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/** A whole orchestrator that may crash and come back, and lenders; all of it on one thread. */
final class Network {
  static final Duration PATIENCE = Duration.ofMinutes(5);

  final SteppedDispatcher time = new SteppedDispatcher(Given.T0, new Random(7));
  final FaultyJournal journal = new FaultyJournal();
  private final InMemoryNetwork ways = new InMemoryNetwork(time, time, time);
  private final Society society = new Society(time);
  private final PrivateKey key = PrivateKey.generate(new Random(21));
  private final Random random = new Random(22);
  private final Sealer sealer = new Sealer(new byte[Sealer.KEY_BYTES], random);
  private AtomicBoolean alive = new AtomicBoolean();
  private Transport transport = ways.join(PeerId.of(key.publicKey()));
  private Actor node;
  Orchestrator orchestrator;
  Grant grant;

  Network() {
    boot();
  }

  private void boot() {
    alive = new AtomicBoolean(true);
    var context = society.member(key);
    var dispatcher = new MortalDispatcher(time, alive);
    node = society.actor(key, context, transport, dispatcher);
    grant = society.grant(context);
    orchestrator =
        new Orchestrator(
            node,
            PlacementPolicy.SPREAD,
            transport::peers,
            journal,
            sealer,
            time,
            random,
            dispatcher);
    orchestrator.resume();
  }

  /** The process ends without a word, and another takes up what its journal has. */
  void crash() {
    alive.set(false);
    node.close();
    transport.close();
    transport = ways.join(PeerId.of(key.publicKey()));
    boot();
  }

  Lender lender(long seed, int freeCores) {
    var lenderKey = PrivateKey.generate(new Random(seed));
    var way = ways.join(PeerId.of(lenderKey.publicKey()));
    return new Lender(
        lenderKey, society.actor(lenderKey, society.member(lenderKey), way, time), time, freeCores);
  }

  void cutOff(Lender lender) {
    ways.conditions().disconnect(lender.handle().id().peerId());
  }

  void heal() {
    ways.conditions().heal();
  }

  void pass(Duration wait) {
    time.advance(wait);
  }

  EnsembleId submit(Ensemble ensemble) {
    return orchestrator.submit(grant, new RequestId("r"), ensemble, PATIENCE);
  }

  Deployment see(EnsembleId id) {
    return orchestrator.find(grant, id).orElseThrow();
  }
}
