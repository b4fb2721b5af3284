package atoll.protocol;

import atoll.actor.Handle;
import atoll.kernel.AllocationStatus;
import atoll.kernel.LeaseId;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Everything that a provider has of an ensemble of the asker, ours: the answer to {@link
 * StateRequest}, made after what that ended has begun to end.
 *
 * @param error why nothing was done, for people; empty if {@code ok}
 * @param epoch the greatest that was heard, which is the asker's own if {@code ok}
 * @param draining whether the provider wants to be rid of all that it has
 * @param allocations by manifest key: what is made, runs, or has ended and is not yet forgotten
 */
public record StateReport(
    boolean ok,
    String error,
    long epoch,
    boolean draining,
    SequencedMap<String, Reported> allocations) {
  private static final int MAX_ALLOCATIONS = 4096;

  public StateReport {
    Epochs.require(epoch);
    allocations = Collections.unmodifiableSequencedMap(new TreeMap<>(allocations));
  }

  /**
   * What is.
   *
   * @param run the last that was begun; 0 if none was
   * @param startedAt when that run started, by the provider's clock
   * @param exitCode of that run, once it ended
   * @param error why it ended, for people; empty if it did not or ended by itself with 0
   * @param ports public port on the provider to port of the workload
   */
  public record Reported(
      LeaseId lease,
      long run,
      AllocationStatus status,
      Optional<Instant> startedAt,
      OptionalInt exitCode,
      String error,
      Handle handle,
      Map<Integer, Integer> ports) {
    public Reported {
      if (run < 0) throw new IllegalArgumentException("run is negative: " + run);
      ports = Map.copyOf(ports);
    }
  }

  public static StateReport refused(String why, long epoch) {
    return new StateReport(false, why, epoch, false, new TreeMap<>());
  }

  public byte[] toJson() {
    var out = new CanonicalJson(1024).beginObject();
    out.name("OK").value(ok).name("Error").value(error).name("Epoch").value(epoch);
    if (draining) out.name("draining").value(true);
    out.name("Allocations").beginObject();
    allocations.forEach((key, reported) -> write(out.name(key), reported));
    return out.endObject().endObject().toBytes();
  }

  private static void write(CanonicalJson out, Reported reported) {
    out.beginObject().name("LeaseID").value(reported.lease().value());
    out.name("Run").value(reported.run()).name("Status").value(reported.status().wireName());
    reported.startedAt().ifPresent(at -> out.name("StartedAt").value(at.toEpochMilli()));
    reported.exitCode().ifPresent(code -> out.name("ExitCode").value((long) code));
    if (!reported.error().isEmpty()) out.name("Error").value(reported.error());
    reported.handle().write(out.name("Handle"));
    out.name("Ports").beginObject();
    new TreeMap<>(reported.ports())
        .forEach((open, inside) -> out.name(open.toString()).value((long) inside));
    out.endObject().endObject();
  }

  /**
   * @throws MalformedJsonException if the bytes are no such report
   */
  public static StateReport parse(byte[] json) {
    var fields = Fields.of(StrictJson.MESSAGE.read(json));
    var members = fields.map("Allocations");
    if (members.size() > MAX_ALLOCATIONS)
      throw new MalformedJsonException("more than " + MAX_ALLOCATIONS + " allocations");
    try {
      var allocations = new TreeMap<String, Reported>();
      members.forEach((key, value) -> allocations.put(key, read(Fields.of(value))));
      return new StateReport(
          fields.truth("OK"),
          fields.optionalText("Error").orElse(""),
          Epochs.read(fields),
          fields.truth("draining"),
          allocations);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MalformedJsonException("state report: " + e.getMessage());
    }
  }

  private static Reported read(Fields fields) {
    var ports = new TreeMap<Integer, Integer>();
    fields
        .map("Ports")
        .forEach((open, inside) ->
            ports.put(Ports.require(Integer.parseInt(open)), Ports.require(inside.asInt(-1))));
    var exitCode = fields.optionalInteger("ExitCode");
    return new Reported(
        new LeaseId(fields.text("LeaseID")),
        Epochs.natural(fields, "Run", 0),
        AllocationStatus.valueOf(fields.text("Status").toUpperCase(Locale.ROOT)),
        fields.optionalInteger("StartedAt").map(Instant::ofEpochMilli),
        exitCode.isPresent()
            ? OptionalInt.of(Math.toIntExact(exitCode.get()))
            : OptionalInt.empty(),
        fields.optionalText("Error").orElse(""),
        fields.find("Handle").map(Handle::read).orElse(Handle.NONE),
        ports);
  }
}
