package atoll.cli.actor;

import atoll.cli.CommandRefused;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.json.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wanted of a list of deployments (DMS §4.5). */
final class DeploymentList {
  static final List<Flag> FLAGS =
      List.of(
          Flag.list("-f", "--filter", "Only with this label, key=value."),
          Flag.text("-L", "--limit", "At most so many."),
          Flag.text("-O", "--offset", "Without the first so many."),
          Flag.list("-s", "--status", "Only in this state."),
          Flag.text("-A", "--created-after", "Only created after this instant."),
          Flag.text("-B", "--created-before", "Only created before this instant."),
          Flag.text("-U", "--updated-after", "Only changed after this instant."),
          Flag.text("-W", "--updated-before", "Only changed before this instant."),
          Flag.text("-S", "--sort", "By this member, - for the other way round (-created_at)."));

  private DeploymentList() {}

  static void write(Given given, CanonicalJson json) {
    var filters = given.list("--filter");
    if (!filters.isEmpty()) {
      json.name("metadata").beginObject();
      for (var filter : filters) {
        int equals = filter.indexOf('=');
        if (equals < 1)
          throw CommandRefused.wrongUse("--filter is not key=value: " + filter + ".", "");
        json.name(filter.substring(0, equals)).value(filter.substring(equals + 1));
      }
      json.endObject();
    }
    given.integer("--limit").ifPresent(n -> json.name("limit").value(n));
    given.integer("--offset").ifPresent(n -> json.name("offset").value(n));
    if (!given.list("--status").isEmpty()) {
      json.name("status").beginArray();
      given.list("--status").forEach(text -> json.value(status(text).ordinal()));
      json.endArray();
    }
    for (var name : List.of("created-after", "created-before", "updated-after", "updated-before"))
      given.text("--" + name).ifPresent(text -> json.name(name.replace('-', '_')).value(text));
    given.text("--sort").ifPresent(text -> json.name("sort_by").value(text));
  }

  private static DeploymentStatus status(String text) {
    var known = new ArrayList<String>();
    for (var status : DeploymentStatus.values()) {
      if (status.wireName().equalsIgnoreCase(text)) return status;
      known.add(status.wireName());
    }
    throw CommandRefused.wrongUse(
        "--status is no state of a deployment: " + text + ".",
        Optional.of(atoll.cli.DidYouMean.question(text, known))
            .filter(q -> !q.isEmpty())
            .orElse("They are " + String.join(", ", known)));
  }
}
