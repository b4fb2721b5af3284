package atoll.protocol;

import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import atoll.market.LinkEstimate;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/** The answer to an edge check: whether the bounds hold, and (ours) what was measured. */
public record EdgeAnswer(boolean ok, String error, Optional<LinkEstimate> measured) {
  public byte[] toJson() {
    var out = new CanonicalJson(128).beginObject().name("OK").value(ok).name("Error").value(error);
    measured.ifPresent(link -> {
      if (Double.isFinite(link.rttMillis()))
        out.name("MeasuredRTT").raw(BigDecimal.valueOf(link.rttMillis()).toPlainString());
      link.bandwidthKbps().ifPresent(kbps -> out.name("MeasuredBW").value(kbps));
    });
    return out.endObject().toBytes();
  }

  /**
   * @throws atoll.kernel.json.MalformedJsonException if the bytes are no such answer
   */
  public static EdgeAnswer parse(byte[] json) {
    var fields = Fields.of(StrictJson.MESSAGE.read(json));
    var rtt = fields.find("MeasuredRTT").map(node -> Math.max(0, node.asDouble(0)));
    var kbps = fields.optionalInteger("MeasuredBW");
    var bandwidth =
        kbps.isPresent() ? OptionalLong.of(Math.max(0, kbps.get())) : OptionalLong.empty();
    return new EdgeAnswer(
        fields.truth("OK"),
        fields.optionalText("Error").orElse(""),
        rtt.map(millis -> new LinkEstimate(millis, bandwidth)));
  }
}
