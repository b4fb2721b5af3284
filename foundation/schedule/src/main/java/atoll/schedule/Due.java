package atoll.schedule;

import atoll.journal.Codec;
import atoll.journal.RecordVersion;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import java.time.Instant;
import java.util.Optional;

/**
 * When one task is due next, as it is kept.
 *
 * @param trigger by what, in words, so that a task whose trigger was changed is noticed
 * @param at empty if nothing says so yet, or no more
 * @param failures since its trigger fired
 */
record Due(
    String task,
    String trigger,
    Optional<Instant> at,
    int failures,
    Optional<Instant> lastSuccess,
    Optional<Instant> lastFailure) {
  /** The same task, due at another instant. */
  Due next(Optional<Instant> when) {
    return new Due(task, trigger, when, failures, lastSuccess, lastFailure);
  }

  Due succeeded(Instant when) {
    return new Due(task, trigger, at, 0, Optional.of(when), lastFailure);
  }

  Due failed(Instant when, int inARow) {
    return new Due(task, trigger, at, inARow, lastSuccess, Optional.of(when));
  }

  boolean isDue(Instant now) {
    return at.isPresent() && !at.get().isAfter(now);
  }

  static final Codec<Due> CODEC =
      new Codec<>() {
        @Override
        public byte[] encode(Due due) {
          var out = RecordVersion.write(new CanonicalJson(128).beginObject(), 1);
          out.name("task").value(due.task).name("trigger").value(due.trigger);
          out.name("failures").value(due.failures);
          due.at.ifPresent(at -> out.name("at").value(at.toEpochMilli()));
          due.lastSuccess.ifPresent(at -> out.name("lastSuccess").value(at.toEpochMilli()));
          due.lastFailure.ifPresent(at -> out.name("lastFailure").value(at.toEpochMilli()));
          return out.endObject().toBytes();
        }

        @Override
        public Due decode(byte[] bytes) {
          var fields = Fields.of(StrictJson.MESSAGE.read(bytes));
          var _ = RecordVersion.require(fields, 1);
          return new Due(
              fields.text("task"),
              fields.text("trigger"),
              fields.optionalInteger("at").map(Instant::ofEpochMilli),
              Math.toIntExact(fields.integer("failures")),
              fields.optionalInteger("lastSuccess").map(Instant::ofEpochMilli),
              fields.optionalInteger("lastFailure").map(Instant::ofEpochMilli));
        }
      };
}
