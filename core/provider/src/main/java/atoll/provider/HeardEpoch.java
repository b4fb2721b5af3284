package atoll.provider;

import atoll.identity.Did;
import atoll.journal.RecordVersion;
import atoll.kernel.EnsembleId;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import java.time.Instant;

/** The greatest epoch that an owner has spoken of for an ensemble, and when that was. */
record HeardEpoch(EnsembleId ensemble, Did owner, long epoch, Instant at) {
  private static final int VERSION = 1;
  private static final StrictJson JSON = new StrictJson(1 << 16, 8);

  byte[] toJson() {
    return RecordVersion.write(new CanonicalJson().beginObject(), VERSION)
        .name("ensemble")
        .value(ensemble.value())
        .name("owner")
        .value(owner.uri())
        .name("epoch")
        .value(epoch)
        .name("at")
        .value(at.toEpochMilli())
        .endObject()
        .toBytes();
  }

  static HeardEpoch parse(byte[] json) {
    var fields = Fields.of(JSON.read(json));
    RecordVersion.require(fields, VERSION);
    return new HeardEpoch(
        new EnsembleId(fields.text("ensemble")),
        Did.parse(fields.text("owner")),
        fields.integer("epoch"),
        Instant.ofEpochMilli(fields.integer("at")));
  }
}
