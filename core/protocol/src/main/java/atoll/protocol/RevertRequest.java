package atoll.protocol;

import atoll.kernel.AllocationId;
import atoll.kernel.EnsembleId;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.util.List;

/** Asks a provider to give back all that it holds or runs for these allocations (DMS §4.6). */
public record RevertRequest(EnsembleId ensemble, List<String> allocations) {
  public RevertRequest {
    allocations = List.copyOf(allocations);
  }

  public static RevertRequest of(EnsembleId ensemble, List<AllocationId> allocations) {
    return new RevertRequest(ensemble, allocations.stream().map(AllocationId::value).toList());
  }

  /**
   * Whether this names {@code allocation}: by its full id, its manifest key or its bare name, as
   * versions differ.
   */
  public boolean names(AllocationId allocation) {
    return allocation.ensemble().equals(ensemble)
        && (allocations.contains(allocation.value())
            || allocations.contains(allocation.manifestKey())
            || allocations.contains(allocation.allocation().value()));
  }

  public byte[] toJson() {
    var out =
        new CanonicalJson()
            .beginObject()
            .name("EnsembleID")
            .value(ensemble.value())
            .name("AllocsByName")
            .beginArray();
    allocations.forEach(out::value);
    return out.endArray().endObject().toBytes();
  }

  /**
   * @throws MalformedJsonException if the bytes are no such request
   */
  public static RevertRequest parse(byte[] json) {
    var fields = Fields.of(StrictJson.MESSAGE.read(json));
    try {
      return new RevertRequest(
          new EnsembleId(fields.text("EnsembleID")), fields.texts("AllocsByName"));
    } catch (IllegalArgumentException e) {
      throw new MalformedJsonException("revert: " + e.getMessage());
    }
  }
}
