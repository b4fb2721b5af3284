package atoll.provider;

import atoll.actor.Handle;
import atoll.identity.PrivateKey;
import atoll.identity.Sealer;
import atoll.journal.RecordVersion;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationName;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import atoll.protocol.AllocateRequest;
import java.util.LinkedHashMap;
import tools.jackson.databind.JsonNode;

/**
 * What an allocation is to do, for whom, and the key of the actor that it is commanded through.
 * Never changes. It holds a key and may hold a registry's password, so it is remembered sealed.
 */
record Assignment(
    AllocationId id, AllocateRequest.Order order, Handle orchestrator, PrivateKey key) {
  private static final int VERSION = 1;

  /** What can be read as a request again. */
  private static final int LARGEST = 1 << 20;

  private static final StrictJson JSON = new StrictJson(4 << 20, 80);

  byte[] sealed(Sealer sealer) {
    var orders = new LinkedHashMap<AllocationName, AllocateRequest.Order>();
    orders.put(id.allocation(), order);
    var request = new AllocateRequest(id.ensemble(), id.node(), orders).toJson();
    if (request.length > LARGEST)
      throw new AtollException(
          ErrorCode.BAD_REQUEST,
          "the order of %s has %d bytes, and at most %d are remembered; carry its module apart"
              .formatted(id.manifestKey(), request.length, LARGEST));
    var out = new CanonicalJson(4096).beginObject();
    RecordVersion.write(out, VERSION).name("request").tree(JSON.read(request));
    orchestrator.write(out.name("orchestrator"));
    var plain = out.name("key").value(key.marshal()).endObject().toBytes();
    return sealer.seal(plain, purpose(id));
  }

  static Assignment open(AllocationId id, byte[] sealed, Sealer sealer) {
    var fields = Fields.of(JSON.read(sealer.open(sealed, purpose(id))));
    RecordVersion.require(fields, VERSION);
    var request = new CanonicalJson(4096).tree(required(fields, "request")).toBytes();
    var order = AllocateRequest.parse(request).allocations().get(id.allocation());
    if (order == null) throw new MalformedJsonException("the order is of another allocation");
    return new Assignment(
        id,
        order,
        Handle.read(required(fields, "orchestrator")),
        PrivateKey.unmarshal(fields.bytes("key")));
  }

  private static JsonNode required(Fields fields, String name) {
    return fields.find(name).orElseThrow(() -> new MalformedJsonException(name + " is missing"));
  }

  private static String purpose(AllocationId id) {
    return "assignment of allocation " + id.value();
  }
}
