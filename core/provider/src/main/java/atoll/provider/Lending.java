package atoll.provider;

import atoll.journal.RecordVersion;
import atoll.kernel.Resources;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import atoll.protocol.ResourceWire;

/**
 * What the owner of a machine has decided to lend.
 *
 * @param draining nothing new is taken on, and what is here is to go elsewhere
 */
record Lending(Resources onboarded, boolean draining) {
  static final Lending NOTHING = new Lending(Resources.NONE, false);

  private static final int VERSION = 1;
  private static final StrictJson JSON = new StrictJson(1 << 20, 16);

  byte[] toJson() {
    var out = RecordVersion.write(new CanonicalJson().beginObject(), VERSION);
    ResourceWire.write(out.name("onboarded"), onboarded);
    return out.name("draining").value(draining).endObject().toBytes();
  }

  static Lending parse(byte[] json) {
    var fields = Fields.of(JSON.read(json));
    RecordVersion.require(fields, VERSION);
    return new Lending(
        ResourceWire.resources(fields.object("onboarded")), fields.truth("draining"));
  }
}
