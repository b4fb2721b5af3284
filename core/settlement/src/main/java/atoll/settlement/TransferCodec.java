package atoll.settlement;

import atoll.journal.Codec;
import atoll.journal.RecordVersion;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import java.math.BigInteger;
import java.time.Instant;

/** A transfer as it is remembered; its amount is a text, since it may exceed every number. */
final class TransferCodec implements Codec<Transfer> {
  private static final int VERSION = 1;

  @Override
  public byte[] encode(Transfer transfer) {
    var out = RecordVersion.write(new CanonicalJson(256).beginObject(), VERSION);
    out.name("reference").value(transfer.reference());
    out.name("at").value(transfer.at().toEpochMilli());
    out.name("from").value(transfer.from().name()).name("to").value(transfer.to().name());
    out.name("asset").value(transfer.asset().id());
    out.name("amount").value(transfer.amount().toString());
    return out.name("memo").value(transfer.memo()).endObject().toBytes();
  }

  @Override
  public Transfer decode(byte[] bytes) {
    var fields = Fields.of(StrictJson.MESSAGE.read(bytes));
    RecordVersion.require(fields, VERSION);
    return new Transfer(
        fields.text("reference"),
        Instant.ofEpochMilli(fields.integer("at")),
        new Account(fields.text("from")),
        new Account(fields.text("to")),
        new Asset(fields.text("asset")),
        new BigInteger(fields.text("amount")),
        fields.text("memo"));
  }
}
