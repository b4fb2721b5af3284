package atoll.actor;

import atoll.identity.ActorId;
import atoll.identity.Did;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A handle on the wire: {@code {"id":{"pub":…},"did":{"uri":…},"addr":{"host":…,"inbox":…}}}. */
final class HandleJson {
  private static final Set<String> MEMBERS = Set.of("id", "did", "addr");
  private static final Set<String> ADDRESS_MEMBERS = Set.of("host", "inbox");

  private HandleJson() {}

  static void write(Handle handle, CanonicalJson out) {
    out.beginObject().name("id");
    if (handle.isNone()) out.beginObject().name("pub").value("").endObject();
    else handle.id().write(out);
    handle.did().write(out.name("did"));
    out.name("addr").beginObject();
    if (!handle.address().host().isEmpty()) out.name("host").value(handle.address().host());
    if (!handle.address().inbox().isEmpty()) out.name("inbox").value(handle.address().inbox());
    out.endObject().endObject();
  }

  static Handle read(JsonNode node) {
    var fields = Members.of("handle", node, MEMBERS);
    var id = fields.find("id").flatMap(ActorId::read);
    var did = fields.find("did").map(Did::read).orElse(Did.NONE);
    try {
      var address = fields.find("addr").map(HandleJson::readAddress).orElse(Address.NONE);
      return new Handle(id.orElse(null), did, address);
    } catch (IllegalArgumentException e) {
      throw new MalformedJsonException("handle: " + e.getMessage());
    }
  }

  private static Address readAddress(JsonNode node) {
    Fields fields = Members.of("addr", node, ADDRESS_MEMBERS);
    return new Address(
        fields.optionalText("host").orElse(""), fields.optionalText("inbox").orElse(""));
  }
}
