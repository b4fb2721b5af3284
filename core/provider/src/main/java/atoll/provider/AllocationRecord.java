package atoll.provider;

import atoll.ensemble.AllocationWire;
import atoll.ensemble.HealthCheck;
import atoll.journal.RecordVersion;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationStatus;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How far an allocation has come, as it is remembered across restarts.
 *
 * @param run the number of the newest run that was begun; 0 before the first
 * @param startedAt when that run ran; empty while it has not
 * @param ending present once it has ended
 */
record AllocationRecord(
    Lease lease,
    Phase phase,
    long run,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Ending> ending,
    Optional<HealthCheck> healthCheck) {
  private static final int VERSION = 1;
  private static final StrictJson JSON = new StrictJson(1 << 20, 32);

  AllocationRecord {
    if ((phase == Phase.ENDED) != ending.isPresent())
      throw new IllegalArgumentException("an allocation has an ending once it has ended");
    if (run < 0) throw new IllegalArgumentException("a run is negative: " + run);
  }

  /** What a restart of this machine finds it in the middle of. */
  enum Phase {
    /** Made, and not told to start. */
    PENDING,
    /** The executor has been asked for a run, and nothing ran before. */
    STARTING,
    /** A run is being replaced by the next; which of them there is, is not known. */
    REPLACING,
    RUNNING,
    ENDED
  }

  /**
   * How it ended.
   *
   * @param told whether whoever ordered it has learned of it
   * @param kept whether what it ran on is still held for it, to be started again
   */
  record Ending(
      AllocationStatus status,
      int exitCode,
      boolean killed,
      String why,
      Instant at,
      boolean told,
      boolean kept) {
    Ending {
      if (!status.ended()) throw new IllegalArgumentException(status + " is no end");
    }

    Ending heard() {
      return new Ending(status, exitCode, killed, why, at, true, kept);
    }

    Ending unheard() {
      return new Ending(status, exitCode, killed, why, at, false, kept);
    }

    Ending released() {
      return new Ending(status, exitCode, killed, why, at, told, false);
    }
  }

  static AllocationRecord made(Lease lease, Instant at) {
    return new AllocationRecord(
        lease, Phase.PENDING, 0, at, Optional.empty(), Optional.empty(), Optional.empty());
  }

  AllocationId id() {
    return lease.allocation();
  }

  AllocationRecord starting(long number) {
    var next =
        switch (phase) {
          case PENDING, STARTING -> Phase.STARTING;
          case REPLACING, RUNNING, ENDED -> Phase.REPLACING;
        };
    return new AllocationRecord(
        lease, next, number, createdAt, Optional.empty(), Optional.empty(), healthCheck);
  }

  AllocationRecord running(Instant at) {
    return new AllocationRecord(
        lease, Phase.RUNNING, run, createdAt, Optional.of(at), Optional.empty(), healthCheck);
  }

  AllocationRecord ended(Ending how) {
    return ended(run, how);
  }

  AllocationRecord ended(long number, Ending how) {
    return new AllocationRecord(
        lease, Phase.ENDED, number, createdAt, startedAt, Optional.of(how), healthCheck);
  }

  AllocationRecord on(Lease renewed) {
    return new AllocationRecord(renewed, phase, run, createdAt, startedAt, ending, healthCheck);
  }

  AllocationRecord watchedBy(HealthCheck check) {
    return new AllocationRecord(
        lease, phase, run, createdAt, startedAt, ending, Optional.of(check));
  }

  /** Whether capacity and ports are held for it. */
  boolean holdsRoom() {
    return ending.map(Ending::kept).orElse(true);
  }

  AllocationStatus status() {
    return switch (phase) {
      case PENDING, STARTING -> AllocationStatus.PENDING;
      case REPLACING, RUNNING -> AllocationStatus.RUNNING;
      case ENDED -> ending.orElseThrow().status();
    };
  }

  byte[] toJson() {
    var out = RecordVersion.write(new CanonicalJson().beginObject(), VERSION);
    lease.write(out.name("lease"));
    out.name("phase")
        .value(phase.name().toLowerCase(Locale.ROOT))
        .name("run")
        .value(run)
        .name("created")
        .value(createdAt.toEpochMilli());
    startedAt.ifPresent(at -> out.name("started").value(at.toEpochMilli()));
    ending.ifPresent(end -> write(out.name("ending"), end));
    healthCheck.ifPresent(check -> out.name("health_check").tree(AllocationWire.write(check)));
    return out.endObject().toBytes();
  }

  private static void write(CanonicalJson out, Ending end) {
    out.beginObject()
        .name("status")
        .value(end.status().wireName())
        .name("exit_code")
        .value(end.exitCode())
        .name("killed")
        .value(end.killed())
        .name("why")
        .value(end.why())
        .name("at")
        .value(end.at().toEpochMilli())
        .name("told")
        .value(end.told())
        .name("kept")
        .value(end.kept())
        .endObject();
  }

  static AllocationRecord parse(byte[] json) {
    var fields = Fields.of(JSON.read(json));
    RecordVersion.require(fields, VERSION);
    return new AllocationRecord(
        Lease.read(fields.object("lease")),
        Phase.valueOf(fields.text("phase").toUpperCase(Locale.ROOT)),
        fields.integer("run"),
        Instant.ofEpochMilli(fields.integer("created")),
        fields.optionalInteger("started").map(Instant::ofEpochMilli),
        fields.optionalObject("ending").map(AllocationRecord::readEnding),
        fields.find("health_check").map(AllocationWire::readHealthCheck));
  }

  private static Ending readEnding(Fields fields) {
    return new Ending(
        AllocationStatus.valueOf(fields.text("status").toUpperCase(Locale.ROOT)),
        Math.toIntExact(fields.integer("exit_code")),
        fields.truth("killed"),
        fields.text("why"),
        Instant.ofEpochMilli(fields.integer("at")),
        fields.truth("told"),
        fields.truth("kept"));
  }
}
