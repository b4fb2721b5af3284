package atoll.subscriptions;

import atoll.journal.Codec;
import atoll.journal.RecordVersion;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;

/** Progress as JSON. */
final class ProgressCodec implements Codec<Progress> {
  private static final int VERSION = 1;
  private static final StrictJson JSON = new StrictJson(16 << 10, 4);

  @Override
  public byte[] encode(Progress progress) {
    var json = RecordVersion.write(new CanonicalJson(160).beginObject(), VERSION);
    json.name("key")
        .value(progress.key().text())
        .name("interval")
        .value(progress.interval())
        .name("failures")
        .value(progress.failures());
    switch (progress.stage()) {
      case Progress.Waiting() -> json.name("stage").value("waiting");
      case Progress.Sending(var order) ->
          json.name("stage").value("sending").name("order").value(order);
      case Progress.Delivered(var block) ->
          json.name("stage").value("delivered").name("block").value(block);
      case Progress.GivenUp(var why) -> json.name("stage").value("given-up").name("why").value(why);
    }
    return json.endObject().toBytes();
  }

  @Override
  public Progress decode(byte[] bytes) {
    var fields = Fields.of(JSON.read(bytes));
    RecordVersion.require(fields, VERSION);
    return new Progress(
        SubscriptionKey.parse(fields.text("key")),
        fields.integer("interval"),
        Math.toIntExact(fields.integer("failures")),
        stage(fields));
  }

  private static Progress.Stage stage(Fields fields) {
    return switch (fields.text("stage")) {
      case "waiting" -> new Progress.Waiting();
      case "sending" -> new Progress.Sending(fields.text("order"));
      case "delivered" -> new Progress.Delivered(fields.integer("block"));
      case "given-up" -> new Progress.GivenUp(fields.text("why"));
      default -> throw new IllegalArgumentException("no such stage: " + fields.text("stage"));
    };
  }
}
