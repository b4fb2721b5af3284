package atoll.infernet.chain;

import atoll.chain.Addresses;
import atoll.chain.Block;
import atoll.chain.BlockTag;
import atoll.chain.ChainRefusal;
import atoll.chain.Eth;
import atoll.chain.JsonRpc;
import atoll.chain.Pause;
import atoll.chain.Word;
import atoll.chain.infernet.InfernetContracts;
import atoll.chain.infernet.Terms;
import atoll.infernet.config.ChainConfig;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.subscriptions.Agenda;
import atoll.subscriptions.HeadTrail;
import atoll.subscriptions.SubscriptionKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
  private final ChainConfig config;
  private final Pause pause;
  private final ChainEvents events;
  private final Optional<Word> genesis;
  private final HeadTrail trail;
  private boolean complete;
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
    this.config = config;
    this.pause = pause;
    this.trail = new HeadTrail(config.snapshotSync().startingSubId());
  }

  /**
   * @param latest the chain's latest block
   * @throws atoll.chain.RpcException if no service answers
   * @throws AtollException if it is the block of another chain
   */
  void read(Block latest) throws InterruptedException {
    long number = Math.max(0, latest.number() - config.trailHeadBlocks());
    var head = number == latest.number() ? Optional.of(latest) : block(number);
    if (head.isEmpty() || complete && isRead(head.get())) return;
    complete = false;
    if (trail.cut(mark -> block(mark.block()).filter(now -> isSame(mark, now)).isPresent())) {
      doubted = true;
      events.reorganised(trail.next());
    }
    if (doubted) checkWhichChain();
    var at = new BlockTag.At(number);
    long nextId = rpc.get(contracts.nextId(at));
    var pieces = trail.unread(nextId, config.snapshotSync().batchSize());
    boolean told = !synced || !pieces.isEmpty();
    if (told) events.syncing(trail.next(), nextId, number);
    for (var piece : pieces) {
      take(piece.from(), piece.to(), at);
      trail.read(mark(head.get(), piece.to()));
      if (piece.to() < nextId) pause.of(seconds(config.snapshotSync().sleepSeconds()));
    }
    trail.read(mark(head.get(), nextId));
    complete = true;
    if (told) events.synced(nextId - 1, number);
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

  private boolean isRead(Block head) {
    return trail.last().filter(mark -> isSame(mark, head)).isPresent();
  }

  private static boolean isSame(HeadTrail.Mark mark, Block block) {
    return mark.block() == block.number() && mark.hash().equals(block.hash().hex());
  }

  private static HeadTrail.Mark mark(Block head, long nextId) {
    return new HeadTrail.Mark(head.number(), head.hash().hex(), nextId);
  }

  /** What cannot be read together is read in halves, and what cannot be read alone is left out. */
  private void take(long from, long to, BlockTag at) throws InterruptedException {
    List<Terms> batch;
    try {
      batch = rpc.get(contracts.subscriptions(from, to, at));
    } catch (ChainRefusal e) {
      if (to - from == 1) {
        events.unreadable(from, String.valueOf(e.getMessage()));
        return;
      }
      long middle = (from + to) / 2;
      take(from, middle, at);
      take(middle, to, at);
      return;
    }
    for (int i = 0; i < batch.size(); i++) take(from + i, batch.get(i));
  }

  private void take(long id, Terms terms) {
    if (Addresses.isZero(terms.owner())) return;
    var key = new SubscriptionKey.OnChain(id);
    switch (rules.judge(id, terms)) {
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
