package atoll.dms.behaviours;

import static atoll.dms.behaviours.Served.object;
import static atoll.dms.behaviours.Served.request;

import atoll.actor.Received;
import atoll.dms.behaviours.Served.Failure;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.Resources;
import atoll.kernel.json.CanonicalJson;
import atoll.protocol.ResourceWire;
import atoll.provider.Hosted;
import atoll.provider.PortLedger;
import atoll.provider.Provider;
import java.util.Locale;

/** What the machine lends and hosts (DMS §4.3, §4.5 {@code allocations/list}). */
record LendingBehaviours(Provider provider) {
  void serve(Served served) {
    served.on("/dms/node/onboarding/onboard", Failure.SUCCESS_ERROR, this::onboard);
    served.on("/dms/node/onboarding/offboard", Failure.SUCCESS_ERROR, this::offboard);
    served.on("/dms/node/onboarding/status", Failure.LOWER_ERROR, _ -> status());
    served.on(
        "/dms/node/onboarding/resource",
        Failure.OK_LOWER_ERROR,
        _ -> amounts(provider.resources().onboarded()));
    served.on(
        "/dms/node/resources/onboarded",
        Failure.OK_LOWER_ERROR,
        _ -> amounts(provider.resources().onboarded()));
    served.on(
        "/dms/node/resources/allocated",
        Failure.OK_LOWER_ERROR,
        _ -> amounts(provider.resources().running()));
    served.on(
        "/dms/node/resources/free",
        Failure.OK_LOWER_ERROR,
        _ -> amounts(provider.resources().free()));
    served.on("/dms/node/allocations/list", Failure.LOWER_ERROR, _ -> allocations());
  }

  private CanonicalJson onboard(Received message) {
    var wanted = OnboardRequest.read(request(message), provider.machine());
    var problems = provider.onboard(wanted);
    if (!problems.isEmpty())
      throw new AtollException(ErrorCode.BAD_REQUEST, String.join("; ", problems));
    var json =
        object().name("success").value(true).name("error").value("").name("config").beginObject();
    json.name("is_onboarded").value(true).name("onboarded_resources");
    ResourceWire.write(json, provider.resources().onboarded());
    return json.endObject().endObject();
  }

  private CanonicalJson offboard(Received message) throws InterruptedException {
    if (request(message).truth("force")) provider.shutDownAll();
    if (!provider.offboard())
      throw new AtollException(
          ErrorCode.CONFLICT, "something is held or runs here; shut it down first, or send force");
    return object().name("success").value(true).name("error").value("").endObject();
  }

  private CanonicalJson status() {
    return object()
        .name("onboarded")
        .value(provider.isOnboarded())
        .name("error")
        .value("")
        .endObject();
  }

  private static CanonicalJson amounts(Resources resources) {
    var json = object().name("OK").value(true).name("Resources");
    ResourceWire.write(json, resources);
    return json.name("error").value("").endObject();
  }

  private CanonicalJson allocations() {
    var json = object().name("allocations").beginArray();
    provider.hosted().forEach(hosted -> write(json, hosted));
    return json.endArray().name("error").value("").endObject();
  }

  private static void write(CanonicalJson json, Hosted hosted) {
    json.beginObject().name("id").value(hosted.id().value());
    json.name("type").value(hosted.type().name().toLowerCase(Locale.ROOT));
    ResourceWire.write(json.name("resources"), hosted.resources().orElse(Resources.NONE));
    hosted.orchestrator().write(json.name("orchestrator"));
    json.name("status")
        .value(hosted.status().wireName())
        .name("executor")
        .value(hosted.executor().wireName());
    json.name("execution_id").value(hosted.id().value()).name("using_ports").beginArray();
    hosted.ports().stream()
        .map(PortLedger.Mapping::publicPort)
        .sorted()
        .forEach(port -> json.value((long) port));
    json.endArray().name("created_at").value(hosted.createdAt().toString());
    hosted.startedAt().ifPresent(at -> json.name("started_at").value(at.toString()));
    json.endObject();
  }
}
