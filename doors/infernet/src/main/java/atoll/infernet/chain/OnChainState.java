package atoll.infernet.chain;

import atoll.chain.BlockTag;
import atoll.chain.JsonRpc;
import atoll.chain.RpcAnswer;
import atoll.chain.RpcCall;
import atoll.chain.infernet.InfernetContracts;
import atoll.chain.infernet.InfernetContracts.Interval;
import atoll.chain.infernet.Terms;
import atoll.subscriptions.Due;
import atoll.subscriptions.SubscriptionKey;
import com.esaulpaugh.headlong.abi.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * What the chain itself says of intervals, asked for many together (Infernet §4.6). Blocks.
 *
 * @param account of this node
 */
record OnChainState(JsonRpc rpc, InfernetContracts contracts, Address account) {
  private static final int AT_ONCE = 500;

  /**
   * What was found of one.
   *
   * @param id of the subscription; 0 for one that nobody has brought to the chain yet
   * @param terms that the chain has under this id; none without an id
   * @param answers of all nodes to this interval
   * @param answered whether this node's is among them
   */
  record Found(Due<Served> due, long id, Optional<Terms> terms, int answers, boolean answered) {
    /** Whether its owner ended it. */
    boolean isCancelled() {
      return terms.filter(Terms::isCancelled).isPresent();
    }

    /** Whether the chain has another subscription under this id, or none that it would tell of. */
    boolean isAnother() {
      return terms.filter(now -> !now.isSame(due.what().terms())).isPresent();
    }

    boolean isComplete() {
      return answered || answers >= due.timetable().redundancy();
    }
  }

  /**
   * One for each, those first that nobody has brought, less those that no service could be asked
   * about.
   */
  List<Found> of(List<Due<Served>> dues) throws InterruptedException {
    var found = new ArrayList<Found>();
    for (int from = 0; from < dues.size(); from += AT_ONCE)
      found.addAll(some(dues.subList(from, Math.min(dues.size(), from + AT_ONCE))));
    return found;
  }

  private List<Found> some(List<Due<Served>> dues) throws InterruptedException {
    var found = new ArrayList<Found>();
    var ids = ids(dues);
    var known = new ArrayList<Due<Served>>();
    var knownIds = new ArrayList<Long>();
    for (int i = 0; i < dues.size(); i++) {
      if (ids.get(i) == 0) found.add(new Found(dues.get(i), 0, Optional.empty(), 0, false));
      else {
        known.add(dues.get(i));
        knownIds.add(ids.get(i));
      }
    }
    if (known.isEmpty()) return found;
    var intervals = new ArrayList<Interval>();
    for (int i = 0; i < known.size(); i++)
      intervals.add(new Interval(knownIds.get(i), known.get(i).interval()));
    var terms = ask(knownIds, id -> contracts.subscription(id, BlockTag.LATEST));
    var counts = rpc.get(contracts.answers(intervals, BlockTag.LATEST));
    var mine =
        rpc.ask(
            intervals.stream()
                .map(interval -> contracts.answered(interval, account, BlockTag.LATEST))
                .toList());
    for (int i = 0; i < known.size(); i++)
      if (terms.get(i) instanceof RpcAnswer.Value<Terms>(var now)
          && mine.get(i) instanceof RpcAnswer.Value<Boolean>(var answered))
        found.add(
            new Found(known.get(i), knownIds.get(i), Optional.of(now), counts.get(i), answered));
    return found;
  }

  private List<Long> ids(List<Due<Served>> dues) throws InterruptedException {
    var asked = new ArrayList<RpcCall<Long>>();
    for (var due : dues)
      if (due.key() instanceof SubscriptionKey.Delegated(_, var nonce))
        asked.add(contracts.delegated(due.what().terms().owner(), nonce, BlockTag.LATEST));
    var brought = rpc.ask(asked).iterator();
    var ids = new ArrayList<Long>();
    for (var due : dues)
      ids.add(
          switch (due.key()) {
            case SubscriptionKey.OnChain(var id) -> id;
            case SubscriptionKey.Delegated _ -> brought.next().orThrow("delegateCreatedIds");
          });
    return ids;
  }

  private <T> List<RpcAnswer<T>> ask(List<Long> ids, LongFunction<RpcCall<T>> call)
      throws InterruptedException {
    return rpc.ask(ids.stream().map(call::apply).toList());
  }
}
