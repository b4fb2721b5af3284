package atoll.dms.behaviours;

import static atoll.dms.behaviours.Served.object;

import atoll.kernel.AtollException;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.orchestrator.machine.Deployment;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which deployments a later build's list asks for, and in which order and page (DMS §4.5). */
record ListQuery(
    Predicate<Deployment> wanted, Comparator<Deployment> order, int offset, int limit) {
  private static final int MOST = 1000;
  private static final List<String> MEMBERS =
      List.of(
          "metadata",
          "limit",
          "offset",
          "status",
          "created_after",
          "created_before",
          "updated_after",
          "updated_before",
          "sort_by");

  static boolean isAsked(Fields request) {
    return MEMBERS.stream().anyMatch(member -> request.find(member).isPresent());
  }

  static ListQuery read(Fields request, Instant now) {
    var metadata = new HashMap<String, String>();
    request.map("metadata").forEach((name, value) -> metadata.put(name, value.asString("")));
    var statuses =
        request.list("status", node -> status(node.asInt(-1))).stream().collect(Collectors.toSet());
    Predicate<Deployment> wanted =
        d ->
            d.metadata().entrySet().containsAll(metadata.entrySet())
                && (statuses.isEmpty() || statuses.contains(d.status()));
    wanted =
        wanted.and(
            within(
                Deployment::createdAt,
                instant(request, "created_after", now),
                instant(request, "created_before", now)));
    wanted =
        wanted.and(
            within(
                Deployment::updatedAt,
                instant(request, "updated_after", now),
                instant(request, "updated_before", now)));
    int limit = number(request, "limit", MOST);
    return new ListQuery(
        wanted,
        order(request.optionalText("sort_by").orElse("-created_at")),
        number(request, "offset", Integer.MAX_VALUE),
        limit == 0 ? MOST : limit);
  }

  CanonicalJson answer(List<Deployment> all) {
    var found = all.stream().filter(wanted).sorted(order).toList();
    var page = found.stream().skip(offset).limit(limit).toList();
    long next = Math.min((long) offset + page.size(), found.size());
    var json = object().name("deployments").beginArray();
    for (var deployment : page) {
      json.beginObject().name("orchestrator_id").value(deployment.id().value());
      json.name("status").value(deployment.status().wireName());
      json.name("created_at")
          .value(deployment.createdAt().toString())
          .name("updated_at")
          .value(deployment.updatedAt().toString());
      deployment.completedAt().ifPresent(at -> json.name("completed_at").value(at.toString()));
      json.name("metadata").beginObject();
      deployment.metadata().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(e -> json.name(e.getKey()).value(e.getValue()));
      json.endObject().endObject();
    }
    json.endArray().name("total").value(found.size()).name("has_more").value(next < found.size());
    return json.name("next_offset").value(next).endObject();
  }

  private static Predicate<Deployment> within(
      Function<Deployment, Instant> what, Optional<Instant> after, Optional<Instant> before) {
    return d ->
        after.map(limit -> what.apply(d).isAfter(limit)).orElse(true)
            && before.map(limit -> what.apply(d).isBefore(limit)).orElse(true);
  }

  private static Comparator<Deployment> order(String sortBy) {
    boolean descending = sortBy.startsWith("-");
    Comparator<Deployment> order =
        switch (descending ? sortBy.substring(1) : sortBy) {
          case "created_at" -> Comparator.comparing(Deployment::createdAt);
          case "updated_at" -> Comparator.comparing(Deployment::updatedAt);
          case "status" -> Comparator.comparing(Deployment::status);
          default ->
              throw new AtollException(
                  ErrorCode.BAD_REQUEST,
                  "sort_by is not created_at, updated_at or status, with - before it or not");
        };
    return (descending ? order.reversed() : order).thenComparing(d -> d.id().value());
  }

  private static Optional<Instant> instant(Fields request, String member, Instant now) {
    return request
        .optionalText(member)
        .filter(text -> !text.isBlank())
        .map(text -> PastInstant.parse(text, now));
  }

  private static int number(Fields request, String member, int most) {
    long number = request.optionalInteger(member).orElse(0L);
    if (number < 0) throw new AtollException(ErrorCode.BAD_REQUEST, member + " is negative");
    return (int) Math.min(number, most);
  }

  private static DeploymentStatus status(int number) {
    var all = DeploymentStatus.values();
    if (number < 0 || number >= all.length)
      throw new AtollException(
          ErrorCode.BAD_REQUEST, "status is a number from 0 to " + (all.length - 1));
    return all[number];
  }
}
