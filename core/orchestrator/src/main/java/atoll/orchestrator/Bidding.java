package atoll.orchestrator;

import atoll.actor.Actor;
import atoll.actor.Dispatcher;
import atoll.actor.Handle;
import atoll.actor.Reply;
import atoll.capability.Topic;
import atoll.ensemble.EdgeConstraint;
import atoll.identity.PeerId;
import atoll.kernel.EnsembleId;
import atoll.kernel.json.MalformedJsonException;
import atoll.market.Demand;
import atoll.market.Link;
import atoll.market.LinkEstimate;
import atoll.market.ProviderId;
import atoll.orchestrator.machine.BidRound;
import atoll.orchestrator.machine.Timeouts;
import atoll.protocol.Behaviours;
import atoll.protocol.BidRequest;
import atoll.protocol.EdgeAnswer;
import atoll.protocol.EdgeCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks providers for bids, and for how good their links are (DMS §7.4). Never blocks. */
final class Bidding {
  private static final Logger LOG = LoggerFactory.getLogger(Bidding.class);

  private final Supplier<List<PeerId>> reachable;
  private final InstantSource clock;
  private final Dispatcher dispatcher;

  /**
   * @param reachable the peers that a broadcast is expected to reach
   */
  Bidding(Supplier<List<PeerId>> reachable, InstantSource clock, Dispatcher dispatcher) {
    this.reachable = reachable;
    this.clock = clock;
    this.dispatcher = dispatcher;
  }

  /**
   * One round: a broadcast for what may go anywhere, a direct request to each peer that a node is
   * pinned to. Done when all who were asked have answered, or when the window ends.
   *
   * @param silent peers whose answers are not waited for
   */
  CompletableFuture<BidRound> collect(
      Actor actor,
      EnsembleId ensemble,
      int round,
      List<Demand> demands,
      Duration patience,
      Set<ProviderId> silent) {
    var anywhere = demands.stream().filter(demand -> demand.pinned().isEmpty()).toList();
    var expected = new HashMap<ProviderId, Integer>(); // answers: who is asked twice answers twice
    if (!anywhere.isEmpty())
      reachable.get().forEach(peer -> expected.put(new ProviderId(peer.text()), 1));
    var pinned = new LinkedHashMap<ProviderId, List<Demand>>();
    for (var demand : demands)
      demand
          .pinned()
          .ifPresent(peer ->
              pinned.merge(
                  peer,
                  List.of(demand),
                  (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream()).toList()));
    pinned.keySet().forEach(peer -> expected.merge(peer, 1, Integer::sum));
    expected.keySet().removeAll(silent);

    var auction = new Auction(ensemble, round, expected);
    var expiresAt = clock.instant().plus(patience);
    if (!anywhere.isEmpty())
      auction.until(
          actor.publish(
              new Topic(Behaviours.DEPLOYMENT_TOPIC),
              Behaviours.BID_REQUEST,
              request(ensemble, round, anywhere),
              expiresAt,
              Optional.of(auction::answered)));
    pinned.forEach(
        (peer, wanted) -> ask(actor, peer, request(ensemble, round, wanted), expiresAt, auction));
    auction.until(dispatcher.schedule(patience, auction::close));
    if (expected.isEmpty()) auction.close();
    return auction.result;
  }

  private void ask(
      Actor actor, ProviderId peer, byte[] request, Instant expiresAt, Auction auction) {
    Handle handle;
    try {
      handle = Handle.of(PeerId.parse(peer.value()).publicKey());
    } catch (IllegalArgumentException e) {
      LOG.info("pinned_peer_unknown peer={}", peer);
      auction.silent(peer);
      return;
    }
    var _ =
        actor
            .invoke(handle, Behaviours.BID_REQUEST, request, expiresAt)
            .thenAccept(reply -> {
              switch (reply) {
                case Reply.Answered answered -> auction.answered(handle, answered.payload());
                case Reply.Refused _, Reply.NoReply _ -> auction.silent(peer);
              }
            });
  }

  private static byte[] request(EnsembleId ensemble, int round, List<Demand> demands) {
    var excluded = new HashSet<ProviderId>();
    demands.forEach(demand -> excluded.addAll(demand.excluded()));
    return new BidRequest(ensemble, round, demands, excluded, true).toJson();
  }

  /**
   * Has the source of each link measure it; a source that does not answer counts as one that cannot
   * reach its target.
   */
  CompletableFuture<Map<Link, LinkEstimate>> measure(
      Actor actor,
      EnsembleId ensemble,
      Map<Link, EdgeConstraint> links,
      Map<ProviderId, Handle> handles) {
    var measured = new ConcurrentHashMap<Link, LinkEstimate>();
    var all =
        links.entrySet().stream()
            .map(entry -> {
              var link = entry.getKey();
              var edge = entry.getValue();
              var check =
                  new EdgeCheck(
                      ensemble,
                      PeerId.parse(link.source().value()),
                      PeerId.parse(link.target().value()),
                      edge.rttMillis().orElse(0),
                      edge.bandwidthKbps().orElse(0));
              var source = handles.get(link.source());
              if (source == null)
                return CompletableFuture.completedFuture(
                    measured.put(link, LinkEstimate.UNREACHABLE));
              return actor
                  .invoke(
                      source,
                      Behaviours.EDGE_CHECK,
                      check.toJson(),
                      clock.instant().plus(Timeouts.MEASURE))
                  .thenApply(reply -> measured.put(link, estimate(reply)));
            })
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(all).thenApply(_ -> Map.copyOf(measured));
  }

  private static LinkEstimate estimate(Reply reply) {
    if (!(reply instanceof Reply.Answered answered)) return LinkEstimate.UNREACHABLE;
    try {
      return EdgeAnswer.parse(answered.payload()).measured().orElse(LinkEstimate.UNREACHABLE);
    } catch (MalformedJsonException e) {
      return LinkEstimate.UNREACHABLE;
    }
  }
}
