package atoll.infernet;

import atoll.infernet.json.PythonJson;
import atoll.jobs.Refusal;
import atoll.web.Problem;
import atoll.web.Response;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers in the original's shape: JSON with sorted members, then a line feed (Infernet §2). */
final class Answers {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Answers() {}

  static Response.Whole json(int status, JsonNode document) {
    return Response.json(status, PythonJson.writeSorted(document) + "\n");
  }

  static ObjectNode object() {
    return NODES.objectNode();
  }

  static Response error(int status, String error) {
    return json(status, object().put("error", error));
  }

  /** What this server itself refuses; always JSON, where the original answers a page. */
  static Response refusal(Problem problem) {
    return error(problem.status(), problem.detail());
  }

  /**
   * Why a request must not be run, in the original's words (Infernet §2.9).
   *
   * @param address that the request came from
   */
  static ObjectNode refused(Refusal refusal, String address) {
    return switch (refusal) {
      case Refusal.NoServices() -> refused("No containers specified", object());
      case Refusal.UnknownService(var service) -> notSupported(service.value());
      case Refusal.NotExternal(var service) ->
          refused(
              "First container must be external", object().put("first_container", service.value()));
      case Refusal.NoProof(var service) ->
          refused("Container does not generate proof", object().put("container", service.value()));
      case Refusal.ClientNotAllowed(var service) ->
          refused(
              "Container not allowed for address",
              object().put("container", service.value()).put("address", address));
      case Refusal.TooLarge tooLarge -> refused(tooLarge.said(), object());
    };
  }

  static ObjectNode notSupported(String container) {
    return refused("Container not supported", object().put("container", container));
  }

  static ObjectNode refused(String error, ObjectNode params) {
    var refused = object().put("error", error);
    refused.set("params", params);
    return refused;
  }
}
