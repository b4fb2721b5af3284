package atoll.protocol;

import atoll.kernel.EnsembleId;
import atoll.kernel.LeaseId;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.time.Instant;
import java.util.Collections;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Everything that a deployment has on one provider, ours ({@link Behaviours#state}). The provider
 * ends whatever of this ensemble and owner is not named, or is named under another lease, holds the
 * rest until {@code until}, and answers with a {@link StateReport}. Asked every few seconds, it is
 * heartbeat and reconciliation in one: no single message matters.
 *
 * @param epoch of the deployment; an older one than was heard before is refused and changes nothing
 * @param until to when what is named is held without being asked again
 * @param allocations by manifest key
 */
public record StateRequest(
    EnsembleId ensemble, long epoch, Instant until, SequencedMap<String, Wanted> allocations) {
  private static final int MAX_ALLOCATIONS = 4096;

  public StateRequest {
    Epochs.require(epoch);
    allocations = Collections.unmodifiableSequencedMap(new TreeMap<>(allocations));
  }

  /**
   * What is to be.
   *
   * @param run that was last asked to start; 0 if none was
   */
  public record Wanted(LeaseId lease, long run) {
    public Wanted {
      if (run < 0) throw new IllegalArgumentException("run is negative: " + run);
    }
  }

  public byte[] toJson() {
    var out = new CanonicalJson(512).beginObject().name("EnsembleID").value(ensemble.value());
    out.name("Epoch").value(epoch).name("Until").value(until.toEpochMilli());
    out.name("Allocations").beginObject();
    allocations.forEach((key, wanted) ->
        out.name(key)
            .beginObject()
            .name("LeaseID")
            .value(wanted.lease().value())
            .name("Run")
            .value(wanted.run())
            .endObject());
    return out.endObject().endObject().toBytes();
  }

  /**
   * @throws MalformedJsonException if the bytes are no such request
   */
  public static StateRequest parse(byte[] json) {
    var fields = Fields.of(StrictJson.MESSAGE.read(json));
    var members = fields.map("Allocations");
    if (members.size() > MAX_ALLOCATIONS)
      throw new MalformedJsonException("more than " + MAX_ALLOCATIONS + " allocations");
    try {
      var allocations = new TreeMap<String, Wanted>();
      members.forEach((key, value) -> {
        var wanted = Fields.of(value);
        allocations.put(
            key, new Wanted(new LeaseId(wanted.text("LeaseID")), Epochs.natural(wanted, "Run", 0)));
      });
      return new StateRequest(
          new EnsembleId(fields.text("EnsembleID")),
          Epochs.natural(fields, "Epoch", Epochs.NONE),
          Instant.ofEpochMilli(fields.integer("Until")),
          allocations);
    } catch (IllegalArgumentException e) {
      throw new MalformedJsonException("state: " + e.getMessage());
    }
  }
}
