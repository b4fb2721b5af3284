package atoll.orchestrator;

import atoll.actor.Handle;
import atoll.actor.Registration;
import atoll.actor.Reply;
import atoll.kernel.EnsembleId;
import atoll.kernel.NodeName;
import atoll.kernel.json.MalformedJsonException;
import atoll.market.Offer;
import atoll.market.ProviderId;
import atoll.orchestrator.machine.BidRound;
import atoll.protocol.BidAnswer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers of one round of bids as they come in, from anyone who may answer; what is not true of
 * whom it comes from is dropped (DMS §7.4). Thread-safe.
 */
final class Auction {
  private static final Logger LOG = LoggerFactory.getLogger(Auction.class);

  final CompletableFuture<BidRound> result = new CompletableFuture<>();
  private final EnsembleId ensemble;
  private final int round;
  private final Map<ProviderId, Integer> missing;
  private final int asked;
  private final Map<ProviderId, Offer> offers = new HashMap<>();
  private final Map<ProviderId, Set<NodeName>> bids = new HashMap<>();
  private final Map<ProviderId, Handle> handles = new HashMap<>();

  /**
   * @param expected how many answers are to come from each peer
   */
  Auction(EnsembleId ensemble, int round, Map<ProviderId, Integer> expected) {
    this.ensemble = ensemble;
    this.round = round;
    this.missing = new HashMap<>(expected);
    this.asked = expected.size();
  }

  void until(Registration registration) {
    var _ = result.whenComplete((_, _) -> registration.close());
  }

  void answered(Handle from, Reply reply) {
    switch (reply) {
      case Reply.Answered answered -> answered(from, answered.payload());
      case Reply.Refused(var code, var reason) -> {
        LOG.info(
            "bid_refused peer={} code={} cause=\"{}\"",
            from.id().peerId(),
            code.wireName(),
            reason);
        silent(new ProviderId(from.id().peerId().text()));
      }
      case Reply.NoReply _ -> silent(new ProviderId(from.id().peerId().text()));
    }
  }

  /**
   * Takes in what {@code from}, who signed the message, says; what is not true of it is dropped.
   */
  synchronized void answered(Handle from, byte[] payload) {
    var provider = new ProviderId(from.id().peerId().text());
    try {
      var answer = BidAnswer.parse(payload);
      if (answer.ensemble().equals(ensemble)
          && answer.provider().equals(provider)
          && (answer.round() == round || answer.round() == 0)) take(provider, from, answer);
      else LOG.info("bid_dropped peer={} cause=\"of another deployment, round or peer\"", provider);
    } catch (MalformedJsonException e) {
      LOG.info("bid_dropped peer={} cause=\"{}\"", provider, e.getMessage());
    }
    silent(provider);
  }

  private void take(ProviderId provider, Handle from, BidAnswer answer) {
    var nodes = bids.computeIfAbsent(provider, _ -> new HashSet<>());
    for (var bid : answer.bids()) {
      if (!bid.isAuthentic()) LOG.info("bid_dropped peer={} cause=\"bad signature\"", provider);
      else nodes.add(bid.node());
    }
    answer.offer().ifPresent(offer -> offers.put(provider, offer));
    handles.put(provider, from);
  }

  /** Nothing (more) is to be expected of a peer. */
  synchronized void silent(ProviderId provider) {
    missing.computeIfPresent(provider, (_, left) -> left > 1 ? left - 1 : null);
    if (missing.isEmpty()) close();
  }

  synchronized void close() {
    result.complete(new BidRound(asked, offers, bids, handles));
  }
}
