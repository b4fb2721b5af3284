package atoll.protocol;

import atoll.kernel.EnsembleId;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import atoll.market.Offer;
import atoll.market.ProviderId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one provider answers to a bid request: the bid of DMS §7.3 for a node, ours for further
 * nodes in {@code More}, and what the provider has in {@code Offer}. Without any bid it declines,
 * and the offer tells why.
 *
 * @param round of the request that this answers; 0 from peers that do not say
 */
public record BidAnswer(
    EnsembleId ensemble,
    long round,
    ProviderId provider,
    List<SignedBid> bids,
    Optional<Offer> offer) {
  private static final int MAX_BIDS = 1024;

  public BidAnswer {
    bids = List.copyOf(bids);
  }

  public byte[] toJson() {
    var out = new CanonicalJson(1024).beginObject();
    if (!bids.isEmpty()) bids.getFirst().write(out.name("V1"));
    if (bids.size() > 1) {
      out.name("More").beginArray();
      bids.subList(1, bids.size()).forEach(bid -> bid.write(out));
      out.endArray();
    }
    out.name("EnsembleID")
        .value(ensemble.value())
        .name("Nonce")
        .value(round)
        .name("Peer")
        .value(provider.value());
    offer.ifPresent(o -> OfferWire.write(out.name("Offer"), o));
    return out.endObject().toBytes();
  }

  /**
   * Reads an answer; whose it really is the envelope tells.
   *
   * @throws MalformedJsonException if the bytes are no answer, or speak of several ensembles or
   *     peers
   */
  public static BidAnswer parse(byte[] json) {
    var fields = Fields.of(StrictJson.MESSAGE.read(json));
    var bids = new ArrayList<SignedBid>();
    fields.optionalObject("V1").ifPresent(v1 -> bids.add(SignedBid.read(v1)));
    fields.objects("More").forEach(more -> bids.add(SignedBid.read(more)));
    if (bids.size() > MAX_BIDS) throw new MalformedJsonException("more than " + MAX_BIDS + " bids");
    var ensemble =
        fields.optionalText("EnsembleID").orElseGet(() -> first(bids).ensemble().value());
    var peer = fields.optionalText("Peer").orElseGet(() -> first(bids).peer().text());
    if (bids.stream()
        .anyMatch(
            bid -> !bid.ensemble().value().equals(ensemble) || !bid.peer().text().equals(peer)))
      throw new MalformedJsonException("bids of several ensembles or peers in one answer");
    try {
      var provider = new ProviderId(peer);
      return new BidAnswer(
          new EnsembleId(ensemble),
          fields.optionalInteger("Nonce").orElse(0L),
          provider,
          bids,
          fields.optionalObject("Offer").map(offer -> OfferWire.read(provider, offer)));
    } catch (IllegalArgumentException e) {
      throw new MalformedJsonException(String.valueOf(e.getMessage()));
    }
  }

  private static SignedBid first(List<SignedBid> bids) {
    if (bids.isEmpty())
      throw new MalformedJsonException("answer holds neither a bid nor whom it is from");
    return bids.getFirst();
  }
}
