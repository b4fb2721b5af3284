package atoll.protocol;

import atoll.identity.PeerId;
import atoll.kernel.EnsembleId;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;

/**
 * Asks the provider {@code source} to measure its link to {@code target} and compare it with bounds
 * (DMS §4.6); 0 is no bound. The original's handler is empty (W1), ours measures.
 */
public record EdgeCheck(
    EnsembleId ensemble, PeerId source, PeerId target, long rttMillis, long bandwidthKbps) {
  public byte[] toJson() {
    return new CanonicalJson()
        .beginObject()
        .name("EnsembleID")
        .value(ensemble.value())
        .name("S")
        .value(source.text())
        .name("T")
        .value(target.text())
        .name("RTT")
        .value(rttMillis)
        .name("BW")
        .value(bandwidthKbps)
        .endObject()
        .toBytes();
  }

  /**
   * @throws MalformedJsonException if the bytes are no such request
   */
  public static EdgeCheck parse(byte[] json) {
    var fields = Fields.of(StrictJson.MESSAGE.read(json));
    try {
      return new EdgeCheck(
          new EnsembleId(fields.text("EnsembleID")),
          PeerId.parse(fields.text("S")),
          PeerId.parse(fields.text("T")),
          fields.optionalInteger("RTT").orElse(0L),
          fields.optionalInteger("BW").orElse(0L));
    } catch (IllegalArgumentException e) {
      throw new MalformedJsonException("edge: " + e.getMessage());
    }
  }
}
