package atoll.protocol;

import atoll.kernel.AllocationId;
import atoll.kernel.AllocationStatus;
import atoll.kernel.LeaseId;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A provider's word that an allocation has ended (DMS §4.9); sent for services too, where the
 * original says nothing.
 *
 * @param exitCode of the workload; 137 or 124 if it was ended by force, −1 if it was lost
 * @param error for people, empty if it ended by itself with 0
 * @param lease ours: what it ran under, so that a report that comes late is not taken for one of a
 *     newer try; absent from v0.5 peers
 * @param run ours: which run of it ended ({@link StartRequest}); absent from v0.5 peers
 */
public record TaskTermination(
    AllocationId allocation,
    AllocationStatus status,
    int exitCode,
    boolean killed,
    String error,
    Optional<LeaseId> lease,
    OptionalLong run) {
  public TaskTermination(
      AllocationId allocation,
      AllocationStatus status,
      int exitCode,
      boolean killed,
      String error,
      Optional<LeaseId> lease) {
    this(allocation, status, exitCode, killed, error, lease, OptionalLong.empty());
  }

  public byte[] toJson() {
    var out = new CanonicalJson(256).beginObject();
    out.name("allocation_id")
        .value(allocation.value())
        .name("status")
        .value(status.wireName())
        .name("error")
        .beginObject()
        .name("err")
        .value(error)
        .name("exit_code")
        .value(exitCode)
        .name("killed")
        .value(killed)
        .endObject()
        .name("stdout")
        .value("")
        .name("stderr")
        .value("");
    lease.ifPresent(id -> out.name("lease_id").value(id.value()));
    run.ifPresent(n -> out.name("run").value(n));
    return out.endObject().toBytes();
  }

  /**
   * @throws MalformedJsonException if the bytes are no such report
   */
  public static TaskTermination parse(byte[] json) {
    var fields = Fields.of(StrictJson.MESSAGE.read(json));
    try {
      var error = fields.optionalObject("error");
      return new TaskTermination(
          AllocationId.parse(fields.text("allocation_id")),
          AllocationStatus.valueOf(fields.text("status").toUpperCase(Locale.ROOT)),
          Math.toIntExact(error.flatMap(e -> e.optionalInteger("exit_code")).orElse(0L)),
          error.map(e -> e.truth("killed")).orElse(false),
          error.flatMap(e -> e.optionalText("err")).orElse(""),
          fields.optionalText("lease_id").map(LeaseId::new),
          fields.optionalInteger("run").map(OptionalLong::of).orElseGet(OptionalLong::empty));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MalformedJsonException("task termination: " + e.getMessage());
    }
  }
}
