package atoll.infernet.chain;

import atoll.chain.Addresses;
import atoll.chain.Block;
import atoll.chain.BlockTag;
import atoll.chain.ChainRefusal;
import atoll.chain.Eth;
import atoll.chain.JsonRpc;
import atoll.chain.Pause;
import atoll.chain.RpcAnswer;
import atoll.chain.Word;
import atoll.chain.infernet.InfernetContracts;
import atoll.chain.infernet.InfernetContracts.Interval;
import atoll.chain.infernet.Terms;
import atoll.infernet.config.ChainConfig;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.subscriptions.Agenda;
import atoll.subscriptions.HeadTrail;
import atoll.subscriptions.SubscriptionKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the chain's subscriptions up to some blocks below its head, and puts those that the rules
 * let in on the agenda (Infernet §4.5). For one thread; what was not read because no service
 * answered is read the next time.
 */
final class Listener {
  private final JsonRpc rpc;
  private final InfernetContracts contracts;
  private final ChainRules rules;
  private final Agenda<Served> agenda;
  private final Cancellations cancellations;
  private final ChainConfig config;
  private final Pause pause;
  private final ChainEvents events;
  private final Optional<Word> genesis;
  private final HeadTrail trail;
  private Optional<Block> last = Optional.empty();
  private boolean synced;
  private boolean doubted;

  /**
   * @param genesis the hash of the chain's first block, where its services tell it
   */
  Listener(
      JsonRpc rpc,
      InfernetContracts contracts,
      ChainRules rules,
      Agenda<Served> agenda,
      Cancellations cancellations,
      ChainConfig config,
      Pause pause,
      ChainEvents events,
      Optional<Word> genesis) {
    this.genesis = genesis;
    this.events = events;
    this.rpc = rpc;
    this.contracts = contracts;
    this.rules = rules;
    this.agenda = agenda;
    this.cancellations = cancellations;
    this.config = config;
    this.pause = pause;
    this.trail = new HeadTrail(config.snapshotSync().startingSubId());
  }

  /**
   * Asks nothing while the latest block is the one that was read last.
   *
   * @param latest the chain's latest block
   * @throws atoll.chain.RpcException if no service answers
   * @throws AtollException if it is the block of another chain
   */
  void read(Block latest) throws InterruptedException {
    if (last.map(Block::hash).filter(latest.hash()::equals).isPresent()) return;
    long number = Math.max(0, latest.number() - config.trailHeadBlocks());
    var hash = hash(number, latest);
    if (hash.isEmpty()) return;
    var head = new HeadTrail.Mark(number, hash.get().hex(), 0);
    if (last.isEmpty() || !trail.last().filter(mark -> isSame(mark, head)).isPresent())
      read(latest, head);
    last = Optional.of(latest);
  }

  private void read(Block latest, HeadTrail.Mark head) throws InterruptedException {
    boolean follows = last.map(Block::hash).filter(latest.parent()::equals).isPresent();
    last = Optional.empty();
    boolean cut = !follows && trail.cut(this::stands);
    if (cut) {
      doubted = true;
      events.reorganised(trail.next());
    }
    if (doubted) checkWhichChain();
    var at = new BlockTag.At(head.block());
    long nextId = rpc.get(contracts.nextId(at));
    if (cut) agenda.forgetFrom(nextId);
    if (trail.last().isPresent()) cancellations.hear(trail.last().get().block() + 1, head.block());
    var pieces = trail.unread(nextId, config.snapshotSync().batchSize());
    boolean told = !synced || !pieces.isEmpty();
    if (told) events.syncing(trail.next(), nextId, head.block());
    for (var piece : pieces) {
      take(piece.from(), piece.to(), at, latest.timestamp());
      trail.read(upTo(head, piece.to()));
      if (piece.to() < nextId) pause.of(seconds(config.snapshotSync().sleepSeconds()));
    }
    trail.read(upTo(head, nextId));
    if (told) events.synced(nextId - 1, head.block());
    synced = true;
  }

  /**
   * Another chain has other subscriptions under the same ids: of what was computed for this one
   * nothing may be delivered there.
   */
  private void checkWhichChain() throws InterruptedException {
    if (!block(0).map(Block::hash).equals(genesis))
      throw new AtollException(
          ErrorCode.CONFIG_REFUSED,
          "the service has another chain than when this node started; nothing is served until it"
              + " has that one again: restart the node to serve the other");
    doubted = false;
  }

  private Optional<Block> block(long number) throws InterruptedException {
    return rpc.get(Eth.block(new BlockTag.At(number)));
  }

  /** Of the latest block and the one below nobody needs to be asked. */
  private Optional<Word> hash(long number, Block latest) throws InterruptedException {
    if (number == latest.number()) return Optional.of(latest.hash());
    if (number == latest.number() - 1) return Optional.of(latest.parent());
    return block(number).map(Block::hash);
  }

  private boolean stands(HeadTrail.Mark mark) throws InterruptedException {
    return block(mark.block()).filter(now -> mark.hash().equals(now.hash().hex())).isPresent();
  }

  private static boolean isSame(HeadTrail.Mark one, HeadTrail.Mark other) {
    return one.block() == other.block() && one.hash().equals(other.hash());
  }

  private static HeadTrail.Mark upTo(HeadTrail.Mark head, long nextId) {
    return new HeadTrail.Mark(head.block(), head.hash(), nextId);
  }

  /**
   * What cannot be read together is read in halves, and what cannot be read alone is left out.
   *
   * @param second of the chain
   */
  private void take(long from, long to, BlockTag at, long second) throws InterruptedException {
    List<Terms> batch;
    try {
      batch = rpc.get(contracts.subscriptions(from, to, at));
    } catch (ChainRefusal e) {
      if (to - from == 1) {
        events.unreadable(from, String.valueOf(e.getMessage()));
        return;
      }
      long middle = (from + to) / 2;
      take(from, middle, at, second);
      take(middle, to, at, second);
      return;
    }
    var complete = complete(from, batch, at, second);
    for (int i = 0; i < batch.size(); i++)
      take(from + i, batch.get(i), complete.contains(from + i));
  }

  /**
   * Those that have all their answers already, as most of a long history have. Of what this node
   * itself answered lately the agenda knows, and sees to it that it stays.
   */
  private Set<Long> complete(long from, List<Terms> batch, BlockTag at, long second)
      throws InterruptedException {
    var wanted = new LinkedHashMap<Interval, Integer>();
    for (int i = 0; i < batch.size(); i++) {
      var times = Served.timetable(batch.get(i));
      if (times.canBeAnswered()
          && times.isActive(second)
          && times.interval(second) >= times.frequency()
          && !agenda.remembers(new SubscriptionKey.OnChain(from + i)))
        wanted.put(new Interval(from + i, times.frequency()), times.redundancy());
    }
    if (wanted.isEmpty()) return Set.of();
    if (!(rpc.ask(contracts.answers(wanted.keySet(), at))
        instanceof RpcAnswer.Value<List<Integer>>(var counts)))
      return Set.of(); // too many at once; it is found out when each is due
    var complete = new HashSet<Long>();
    var count = counts.iterator();
    wanted.forEach((interval, redundancy) -> {
      if (count.next() >= redundancy) complete.add(interval.subscription());
    });
    return complete;
  }

  private void take(long id, Terms terms, boolean isComplete) {
    if (Addresses.isZero(terms.owner())) return;
    var key = new SubscriptionKey.OnChain(id);
    switch (rules.judge(id, terms, isComplete)) {
      case ChainRules.Verdict.Ignore(var why) -> {
        events.ignored(id, why);
        agenda.drop(key);
      }
      case ChainRules.Verdict.Serve(var services) -> {
        events.relayed(id);
        boolean known = agenda.has(key);
        var served = new Served(terms, services, Optional.empty());
        agenda.track(key, served.timetable(), served);
        if (!known) events.tracked(key);
      }
    }
  }

  static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.max(1, (long) (seconds * 1000)));
  }
}
