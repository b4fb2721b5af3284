package atoll.provider;

import atoll.actor.Handle;
import atoll.identity.Signer;
import atoll.kernel.Location;
import atoll.market.Matching;
import atoll.market.Offer;
import atoll.market.ProviderId;
import atoll.protocol.BidAnswer;
import atoll.protocol.BidRequest;
import atoll.protocol.SignedBid;
import java.util.ArrayList;
import java.util.Optional;

/** What this machine answers whoever asks for bids (DMS §7.5). Holds nothing; any thread. */
final class Bids {
  private final ProviderId self;
  private final Location location;
  private final Handle handle;
  private final Signer signer;
  private final Offers offers;

  Bids(ProviderId self, Location location, Handle handle, Signer signer, Offers offers) {
    this.self = self;
    this.location = location;
    this.handle = handle;
    this.signer = signer;
    this.offers = offers;
  }

  /**
   * The bids for the nodes that fit, each by itself, and what there is; empty if there is nothing
   * to say.
   *
   * @param takesOn whether anything is bid for
   */
  Optional<BidAnswer> answer(BidRequest request, boolean takesOn) {
    var offer =
        request.excluded().contains(self)
            ? Optional.<Offer>empty()
            : offers.offer(
                request.demands().stream().flatMap(d -> d.staticPorts().stream()).toList());
    var bids = new ArrayList<SignedBid>();
    if (offer.isPresent() && takesOn)
      for (var demand : request.demands())
        if (Matching.check(demand, offer.get()).isEmpty())
          bids.add(SignedBid.sign(request.ensemble(), demand.node(), location, handle, signer));
    if (bids.isEmpty() && !request.wantsOffers()) return Optional.empty();
    return Optional.of(
        new BidAnswer(
            request.ensemble(),
            request.round(),
            self,
            bids,
            request.wantsOffers() ? offer : Optional.empty()));
  }
}
