package atoll.orchestrator;

import atoll.journal.Codec;
import atoll.journal.RecordVersion;
import atoll.kernel.NodeName;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import atoll.market.ProviderId;
import atoll.market.Reason;
import atoll.orchestrator.machine.Why;

/** Why a deployment is where it is, as that is remembered: at most {@value #MOST} explanations. */
final class WhyRecord implements Codec<Why> {
  static final int MOST = 4096;
  private static final int VERSION = 1;
  private static final StrictJson RECORDS = new StrictJson(16 << 20, 16);

  @Override
  public byte[] encode(Why why) {
    var out = RecordVersion.write(new CanonicalJson(1024).beginObject(), VERSION);
    why.refusal().ifPresent(refused -> write(out.name("refusal"), refused));
    out.name("explanations").beginArray();
    why.explanations().stream().limit(MOST).forEach(explained -> write(out, explained));
    return out.endArray().endObject().toBytes();
  }

  private static void write(CanonicalJson out, Why.Refused refused) {
    out.beginObject().name("cause").value(refused.cause());
    out.name("later").value(refused.possibleLater());
    refused.fix().ifPresent(fix -> out.name("fix").value(fix));
    refused
        .nearestMiss()
        .ifPresent(miss -> {
          out.name("nearest").beginObject();
          out.name("provider").value(miss.provider().value());
          out.name("node").value(miss.node().value());
          out.name("says").value(miss.sentence()).name("codes").beginArray();
          miss.codes().forEach(out::value);
          out.endArray().endObject();
        });
    out.endObject();
  }

  private static void write(CanonicalJson out, Why.Explained explained) {
    out.beginObject().name("provider").value(explained.provider().value());
    out.name("node").value(explained.node().value()).name("reasons").beginArray();
    for (var reason : explained.reasons()) {
      out.beginObject().name("code").value(reason.code());
      out.name("says").value(reason.sentence());
      out.name("nature").value(reason.nature().name()).endObject();
    }
    out.endArray().endObject();
  }

  @Override
  public Why decode(byte[] bytes) {
    var fields = Fields.of(RECORDS.read(bytes));
    RecordVersion.require(fields, VERSION);
    return new Why(
        fields.optionalObject("refusal").map(WhyRecord::refused),
        fields.objects("explanations").stream().map(WhyRecord::explained).toList());
  }

  private static Why.Refused refused(Fields fields) {
    return new Why.Refused(
        fields.text("cause"),
        fields.optionalObject("nearest").map(WhyRecord::missed),
        fields.optionalText("fix"),
        fields.truth("later"));
  }

  private static Why.Missed missed(Fields fields) {
    return new Why.Missed(
        new ProviderId(fields.text("provider")),
        new NodeName(fields.text("node")),
        fields.texts("codes"),
        fields.text("says"));
  }

  private static Why.Explained explained(Fields fields) {
    return new Why.Explained(
        new ProviderId(fields.text("provider")),
        new NodeName(fields.text("node")),
        fields.objects("reasons").stream().map(WhyRecord::because).toList());
  }

  private static Why.Because because(Fields fields) {
    return new Why.Because(
        fields.text("code"), fields.text("says"), Reason.Nature.valueOf(fields.text("nature")));
  }
}
