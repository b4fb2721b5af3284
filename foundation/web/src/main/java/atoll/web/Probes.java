package atoll.web;

import atoll.kernel.json.CanonicalJson;
import java.util.List;
import java.util.function.Supplier;

/**
 * The routes by which machines look after a process: alive, ready, measured. They tell nothing that
 * is secret.
 */
public final class Probes {
  private Probes() {}

  /**
   * @param notReadyFor what the process still waits for before it can serve; empty when it can
   */
  public static List<Route> routes(Supplier<List<String>> notReadyFor, Metrics metrics) {
    return List.of(
        Route.of(Method.GET, "/health", _ -> Response.json(200, "{\"status\":\"ok\"}")),
        Route.of(Method.GET, "/ready", _ -> readiness(notReadyFor.get())),
        Route.of(
            Method.GET,
            "/metrics",
            _ -> Response.text(200, "text/plain; version=0.0.4; charset=utf-8", metrics.text())));
  }

  private static Response readiness(List<String> missing) {
    var json =
        new CanonicalJson()
            .beginObject()
            .name("status")
            .value(missing.isEmpty() ? "ready" : "starting");
    if (!missing.isEmpty()) {
      json.name("waiting_for").beginArray();
      missing.forEach(json::value);
      json.endArray();
    }
    return Response.json(missing.isEmpty() ? 200 : 503, json.endObject().toString());
  }
}
