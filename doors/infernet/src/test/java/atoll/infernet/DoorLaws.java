package atoll.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What holds for every answer of the door, whatever was asked (Infernet §2, §9). */
final class DoorLaws {
  private static final Set<Integer> UNREADABLE =
      Set.of(0, 400, 404, 405, 408, 414, 421, 431, 501, 505);
  private static final Map<String, Set<Integer>> SPECIFIED =
      Map.ofEntries(
          Map.entry("/health", Set.of(200)),
          Map.entry("/info", Set.of(200)),
          Map.entry("/resources", Set.of(200)),
          Map.entry("GET /api/jobs", Set.of(200)),
          Map.entry("POST /api/jobs", Set.of(200, 405, 500)),
          Map.entry("POST /api/jobs/stream", Set.of(200, 405, 500)),
          Map.entry("POST /api/jobs/batch", Set.of(200, 400)),
          Map.entry("PUT /api/status", Set.of(200, 400, 403, 500)),
          Map.entry("/v1/jobs", Set.of(200, 400, 403)),
          Map.entry("/v1/subscriptions", Set.of(200, 400, 403)),
          Map.entry("/v1/earnings", Set.of(200, 400, 403)),
          Map.entry("/v1/statistics", Set.of(200, 400, 403)),
          Map.entry("DELETE /api/jobs", Set.of(405)),
          Map.entry("GET /nowhere", Set.of(404)),
          Map.entry("OPTIONS /api/jobs", Set.of(200)));
  private static final String UUID4 =
      "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

  private DoorLaws() {}

  /**
   * Checks one answer.
   *
   * @return ids of jobs that it promises
   */
  static List<String> check(HostileRequests.Asked asked, RawClient.Answer answer) {
    var place = asked.place();
    var specified =
        SPECIFIED.getOrDefault(
            place.replace("HEAD ", "GET "), SPECIFIED.get(place.substring(place.indexOf(' ') + 1)));
    if (asked.isHttp() || !UNREADABLE.contains(answer.status()))
      assertThat(answer.status()).isIn(specified);
    assertThat(answer.text())
        .doesNotContain(
            "something broke", "Exception", "\tat ", "java.", "jackson", "jetty", "atoll.");
    if (answer.status() == 0 || !asked.wantsBody()) return List.of();
    if (place.endsWith("/stream") && answer.status() == 200) {
      var id = answer.text().lines().findFirst().orElse("");
      assertThat(id).matches(UUID4);
      return List.of(id);
    }
    assertThat(answer.header("content-type")).matches("application/(problem\\+)?json");
    if (!place.contains("/v1/")) assertThat(answer.text()).matches("(?s)[ -~]*\n");
    boolean passesOn = place.endsWith(" /api/jobs") && answer.text().startsWith("[");
    var body = strict(passesOn).readTree(answer.text());
    if (answer.status() == 200) return shape(place.substring(place.indexOf(' ') + 1), body);
    if (body.has("type")) assertThat(body.get("detail").stringValue()).isNotBlank();
    else refusal(body);
    return List.of();
  }

  /**
   * @param passesOn what containers wrote, which may hold numbers that only Python knows
   */
  private static JsonMapper strict(boolean passesOn) {
    return JsonMapper.builder(
            JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .configure(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS, passesOn)
                .streamReadConstraints(
                    StreamReadConstraints.builder().maxNumberLength(10_000).build())
                .build())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  private static List<String> shape(String path, JsonNode body) {
    switch (path) {
      case "/health" -> assertThat(body).hasToString("{\"status\":\"healthy\"}");
      case "/info" ->
          assertThat(names(body)).containsExactly("chain", "containers", "pending", "version");
      case "/resources" -> assertThat(names(body)).contains("echo");
      case "/api/status" -> assertThat(body.isNull()).isTrue();
      case "/api/jobs/batch" -> {
        var ids = new ArrayList<String>();
        body.forEach(item -> ids.addAll(promised(item)));
        assertThat(body.isArray()).isTrue();
        return ids;
      }
      case "/api/jobs" -> {
        if (body.isObject()) return promised(body);
        body.forEach(DoorLaws::jobOrId);
      }
      default -> assertThat(body.isObject()).isTrue();
    }
    return List.of();
  }

  private static List<String> promised(JsonNode item) {
    if (item.has("error")) refusal(item);
    else if (item.has("id")) {
      assertThat(names(item)).containsExactly("id");
      assertThat(item.get("id").stringValue()).matches(UUID4);
      return List.of(item.get("id").stringValue());
    } else assertThat(names(item)).isEmpty();
    return List.of();
  }

  private static void refusal(JsonNode body) {
    assertThat(body.get("error").stringValue()).isNotBlank();
    assertThat(names(body)).isSubsetOf("error", "params");
    if (body.has("params")) assertThat(body.get("params").isObject()).isTrue();
  }

  private static void jobOrId(JsonNode item) {
    if (item.isString()) return;
    assertThat(names(item))
        .isSubsetOf("id", "intermediate_results", "result", "status")
        .contains("id", "result", "status");
    assertThat(item.get("status").stringValue()).isIn("running", "success", "failed");
    var result = item.get("result");
    if (result.isNull()) return;
    assertThat(names(result)).hasSize(2).contains("container").containsAnyOf("output", "error");
    assertThat(result.has("error")).isEqualTo(item.get("status").stringValue().equals("failed"));
  }

  private static List<String> names(JsonNode object) {
    assertThat(object.isObject()).isTrue();
    var names = List.copyOf(object.propertyNames());
    assertThat(names).isSorted();
    return names;
  }
}
