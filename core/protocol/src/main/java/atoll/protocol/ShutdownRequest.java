package atoll.protocol;

import atoll.kernel.AllocationId;
import atoll.kernel.LeaseId;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.util.Optional;

/**
 * Asks a provider to end an allocation and give back what it runs on (DMS §4.7).
 *
 * @param lease ours: what it was made under, so that a request that comes late ends nothing newer;
 *     absent from v0.5 peers
 * @param epoch ours: of the deployment ({@link Epochs}); one that names a lease ends no more than
 *     what runs under it, whatever its epoch
 */
public record ShutdownRequest(AllocationId allocation, Optional<LeaseId> lease, long epoch) {
  public ShutdownRequest {
    Epochs.require(epoch);
  }

  public ShutdownRequest(AllocationId allocation, Optional<LeaseId> lease) {
    this(allocation, lease, Epochs.NONE);
  }

  /** Whether what runs under {@code running} is meant. */
  public boolean concerns(LeaseId running) {
    return lease.isEmpty() || lease.get().equals(running);
  }

  public byte[] toJson() {
    var out = new CanonicalJson(128).beginObject().name("AllocationID").value(allocation.value());
    lease.ifPresent(id -> out.name("LeaseID").value(id.value()));
    return Epochs.write(out, epoch).endObject().toBytes();
  }

  /**
   * @throws MalformedJsonException if the bytes are no such request
   */
  public static ShutdownRequest parse(byte[] json) {
    var fields = Fields.of(StrictJson.MESSAGE.read(json));
    try {
      return new ShutdownRequest(
          AllocationId.parse(fields.text("AllocationID")),
          fields.optionalText("LeaseID").map(LeaseId::new),
          Epochs.read(fields));
    } catch (IllegalArgumentException e) {
      throw new MalformedJsonException("shutdown: " + e.getMessage());
    }
  }
}
