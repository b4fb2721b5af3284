package atoll.protocol;

import atoll.actor.Handle;
import atoll.identity.PeerId;
import atoll.identity.Signer;
import atoll.kernel.EnsembleId;
import atoll.kernel.Location;
import atoll.kernel.NodeName;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A provider's signed word that it can host one node (DMS §7.3). The signature is by the key that
 * the peer id spells, over {@code dms-bid-} and the bid with a null signature.
 */
public record SignedBid(
    EnsembleId ensemble,
    NodeName node,
    PeerId peer,
    Location location,
    Handle handle,
    byte[] signature) {
  private static final String DOMAIN = "dms-bid-";

  /** Signs a bid in the name of the node whose key {@code signer} holds. */
  public static SignedBid sign(
      EnsembleId ensemble, NodeName node, Location location, Handle handle, Signer signer) {
    var peer = handle.id().peerId();
    var unsigned = new SignedBid(ensemble, node, peer, location, handle, new byte[0]);
    return new SignedBid(
        ensemble, node, peer, location, handle, signer.sign(unsigned.signedBytes()));
  }

  /** Whether the signature is by the peer that the bid names, and the handle is that peer's. */
  public boolean isAuthentic() {
    return handle.id().peerId().equals(peer) && peer.publicKey().verify(signedBytes(), signature);
  }

  public byte[] signedBytes() {
    var out = new CanonicalJson();
    writeMembers(out.beginObject()).name("Signature").nullValue().endObject();
    return (DOMAIN + out).getBytes(StandardCharsets.UTF_8);
  }

  void write(CanonicalJson out) {
    writeMembers(out.beginObject()).name("Signature").value(signature).endObject();
  }

  /**
   * @throws MalformedJsonException if a member is missing or makes no sense
   */
  static SignedBid read(Fields fields) {
    try {
      return new SignedBid(
          new EnsembleId(fields.text("EnsembleID")),
          new NodeName(fields.text("NodeID")),
          PeerId.parse(fields.text("Peer")),
          fields.optionalObject("Location").map(LocationWire::read).orElse(Location.UNKNOWN),
          Handle.read(
              fields
                  .find("Handle")
                  .orElseThrow(() -> new MalformedJsonException("bid has no Handle"))),
          fields.bytes("Signature"));
    } catch (IllegalArgumentException e) {
      throw new MalformedJsonException("bid: " + e.getMessage());
    }
  }

  private CanonicalJson writeMembers(CanonicalJson out) {
    out.name("EnsembleID")
        .value(ensemble.value())
        .name("NodeID")
        .value(node.value())
        .name("Peer")
        .value(peer.text());
    LocationWire.write(out.name("Location"), location);
    handle.write(out.name("Handle"));
    return out;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedBid that
        && Arrays.equals(signedBytes(), that.signedBytes())
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(signature);
  }
}
