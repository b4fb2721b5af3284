package atoll.schedule;

import atoll.journal.Codec;
import atoll.journal.Journal;
import atoll.journal.RecordVersion;
import atoll.journal.Repository;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What became of the newest attempts of each task. Safe for any thread. */
final class History {
  /** Attempts that are kept of each task. */
  static final int KEPT = 20;

  private static final Codec<List<Attempt>> CODEC =
      new Codec<>() {
        @Override
        public byte[] encode(List<Attempt> attempts) {
          var out = RecordVersion.write(new CanonicalJson().beginObject(), 1);
          out.name("attempts").beginArray();
          for (var attempt : attempts) {
            out.beginObject().name("start").value(attempt.start().toEpochMilli());
            out.name("end").value(attempt.end().toEpochMilli());
            out.name("number").value(attempt.number());
            attempt.error().ifPresent(error -> out.name("error").value(error));
            out.endObject();
          }
          return out.endArray().endObject().toBytes();
        }

        @Override
        public List<Attempt> decode(byte[] bytes) {
          var fields = Fields.of(StrictJson.MESSAGE.read(bytes));
          var _ = RecordVersion.require(fields, 1);
          return fields.objects("attempts").stream()
              .map(attempt ->
                  new Attempt(
                      Instant.ofEpochMilli(attempt.integer("start")),
                      Instant.ofEpochMilli(attempt.integer("end")),
                      Math.toIntExact(attempt.integer("number")),
                      attempt.optionalText("error")))
              .toList();
        }
      };

  private final Repository<List<Attempt>> kept;

  History(Journal journal) {
    kept = new Repository<>(journal, "task-history", CODEC);
  }

  /** The newest first. */
  synchronized List<Attempt> of(String task) {
    return kept.find(task).orElse(List.of());
  }

  synchronized void add(String task, Attempt attempt) {
    var attempts = new ArrayList<>(of(task));
    attempts.addFirst(attempt);
    kept.save(task, attempts.subList(0, Math.min(KEPT, attempts.size())));
  }
}
