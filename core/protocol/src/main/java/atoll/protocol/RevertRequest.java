package atoll.protocol;

import atoll.kernel.AllocationId;
import atoll.kernel.EnsembleId;
import atoll.kernel.LeaseId;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.util.List;
import java.util.SequencedMap;

/**
 * Asks a provider to give back all that it holds or runs for these allocations (DMS §4.6).
 *
 * @param leases ours: only what is held or runs under one of them, so that a request that comes
 *     late undoes nothing newer; empty for any, as v0.5 peers ask
 * @param epoch ours: of the deployment ({@link Epochs}); one that names leases gives back no more
 *     than those, whatever its epoch
 */
public record RevertRequest(
    EnsembleId ensemble, List<String> allocations, List<LeaseId> leases, long epoch) {
  public RevertRequest {
    allocations = List.copyOf(allocations);
    leases = List.copyOf(leases);
    Epochs.require(epoch);
  }

  public RevertRequest(EnsembleId ensemble, List<String> allocations, List<LeaseId> leases) {
    this(ensemble, allocations, leases, Epochs.NONE);
  }

  public static RevertRequest of(
      EnsembleId ensemble, SequencedMap<AllocationId, LeaseId> held, long epoch) {
    return new RevertRequest(
        ensemble,
        held.keySet().stream().map(AllocationId::value).toList(),
        List.copyOf(held.values()),
        epoch);
  }

  /** Whether what is held or runs under {@code lease} is meant. */
  public boolean concerns(LeaseId lease) {
    return leases.isEmpty() || leases.contains(lease);
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
    out.endArray();
    if (!leases.isEmpty()) {
      out.name("LeaseIDs").beginArray();
      leases.forEach(lease -> out.value(lease.value()));
      out.endArray();
    }
    return Epochs.write(out, epoch).endObject().toBytes();
  }

  /**
   * @throws MalformedJsonException if the bytes are no such request
   */
  public static RevertRequest parse(byte[] json) {
    var fields = Fields.of(StrictJson.MESSAGE.read(json));
    try {
      return new RevertRequest(
          new EnsembleId(fields.text("EnsembleID")),
          fields.texts("AllocsByName"),
          fields.texts("LeaseIDs").stream().map(LeaseId::new).toList(),
          Epochs.read(fields));
    } catch (IllegalArgumentException e) {
      throw new MalformedJsonException("revert: " + e.getMessage());
    }
  }
}
