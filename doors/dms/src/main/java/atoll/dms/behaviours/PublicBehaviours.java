package atoll.dms.behaviours;

import static atoll.dms.behaviours.Served.object;

import atoll.actor.Handle;
import atoll.dms.behaviours.Served.Failure;
import atoll.kernel.Resources;
import atoll.kernel.json.CanonicalJson;
import atoll.protocol.ResourceWire;
import atoll.provider.Hardware;
import atoll.provider.Provider;
import atoll.provider.ResourceLedger;
import java.util.Optional;

/** Who is there and how it is (DMS §4.1). Tells nothing of the configuration (W12). */
record PublicBehaviours(Handle node, Optional<Provider> provider, Hardware hardware) {
  void serve(Served served) {
    served.on("/public/hello", Failure.ERROR, _ -> hello());
    served.onTopic("/nunet/hello", "/broadcast/hello", Failure.ERROR, _ -> hello());
    served.on("/public/status", Failure.STATUS_ERROR, _ -> status());
    served.on("/dms/node/status", Failure.LOWER_ERROR, _ -> nodeStatus());
    served.onTopic(
        "/nunet/status", "/broadcast/dms/status", Failure.LOWER_ERROR, _ -> nodeStatus());
  }

  private CanonicalJson hello() {
    var json = object().name("DID");
    node.did().write(json);
    return json.endObject();
  }

  private CanonicalJson status() {
    var json = object().name("Status").value("OK").name("Resources");
    ResourceWire.write(json, lent().free());
    return json.endObject();
  }

  private CanonicalJson nodeStatus() {
    var lent = lent();
    var machine = hardware.inspect();
    var json =
        object().name("hostname").value(machine.hostname()).name("did").value(node.did().uri());
    json.name("onboarded")
        .value(provider.map(Provider::isOnboarded).orElse(false))
        .name("resources")
        .beginObject();
    ResourceWire.write(json.name("total"), machine.resources());
    ResourceWire.write(json.name("onboarded"), lent.onboarded());
    ResourceWire.write(json.name("allocated"), lent.running());
    ResourceWire.write(json.name("free"), lent.free());
    json.endObject().name("errors").beginArray();
    machine.notes().forEach(json::value);
    return json.endArray().endObject();
  }

  private ResourceLedger.Snapshot lent() {
    return provider
        .map(Provider::resources)
        .orElseGet(() ->
            new ResourceLedger.Snapshot(
                Resources.NONE, Resources.NONE, Resources.NONE, Resources.NONE));
  }
}
