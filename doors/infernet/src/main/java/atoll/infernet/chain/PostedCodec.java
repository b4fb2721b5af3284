package atoll.infernet.chain;

import atoll.infernet.DelegatedSubscription;
import atoll.jobs.ServiceName;
import atoll.journal.Codec;
import atoll.journal.RecordVersion;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Delegated subscriptions as JSON; large numbers are texts. */
final class PostedCodec implements Codec<PostedSubscription> {
  private static final int VERSION = 1;
  private static final StrictJson JSON = new StrictJson(64 << 20, 8);

  @Override
  public byte[] encode(PostedSubscription posted) {
    var subscription = posted.subscription();
    var signature = subscription.signature();
    var terms = subscription.terms();
    var json = RecordVersion.write(new CanonicalJson().beginObject(), VERSION);
    json.name("nonce")
        .value(signature.nonce())
        .name("expiry")
        .value(signature.expiry())
        .name("sigv")
        .value(signature.v())
        .name("r")
        .value(signature.r().toString())
        .name("s")
        .value(signature.s().toString())
        .name("owner")
        .value(terms.owner())
        .name("active_at")
        .value(terms.activeAt())
        .name("period")
        .value(terms.period())
        .name("frequency")
        .value(terms.frequency())
        .name("redundancy")
        .value(terms.redundancy())
        .name("lazy")
        .value(terms.lazy())
        .name("verifier")
        .value(terms.verifier())
        .name("payment_amount")
        .value(terms.paymentAmount().toString())
        .name("payment_token")
        .value(terms.paymentToken())
        .name("wallet")
        .value(terms.wallet())
        .name("containers")
        .value(subscription.containerId())
        .name("data")
        .value(subscription.data().getBytes(StandardCharsets.UTF_8))
        .name("requires_proof")
        .value(subscription.requiresProof())
        .name("at")
        .value(posted.at().toEpochMilli())
        .name("services")
        .beginArray();
    posted.services().forEach(service -> json.value(service.value()));
    return json.endArray().endObject().toBytes();
  }

  @Override
  public PostedSubscription decode(byte[] bytes) {
    var fields = Fields.of(JSON.read(bytes));
    RecordVersion.require(fields, VERSION);
    var signature =
        new DelegatedSubscription.Signature(
            fields.integer("nonce"),
            fields.integer("expiry"),
            Math.toIntExact(fields.integer("sigv")),
            new BigInteger(fields.text("r")),
            new BigInteger(fields.text("s")));
    var terms =
        new DelegatedSubscription.Terms(
            fields.text("owner"),
            fields.integer("active_at"),
            fields.integer("period"),
            fields.integer("frequency"),
            Math.toIntExact(fields.integer("redundancy")),
            fields.truth("lazy"),
            fields.text("verifier"),
            new BigInteger(fields.text("payment_amount")),
            fields.text("payment_token"),
            fields.text("wallet"));
    return new PostedSubscription(
        new DelegatedSubscription(
            signature,
            terms,
            fields.text("containers"),
            new String(fields.bytes("data"), StandardCharsets.UTF_8),
            fields.truth("requires_proof")),
        fields.texts("services").stream().map(ServiceName::new).toList(),
        Instant.ofEpochMilli(fields.optionalInteger("at").orElse(0L)));
  }
}
