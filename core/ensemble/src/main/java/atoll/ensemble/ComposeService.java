package atoll.ensemble;

import atoll.kernel.ShellWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One service of a docker-compose file, read at once and written as an allocation. */
final class ComposeService {
  private final String name;
  private final ComposeNotes notes;
  private final Map<String, String> names;

  private final String image;
  private final Optional<List<String>> entrypoint;
  private final Optional<List<String>> command;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Optional<String> workingDirectory;
  private final boolean privileged;
  private final Optional<String> restart;
  private final String resources;
  private final Optional<String> healthCheck;
  private final List<String> volumes;
  private final List<String> ports;
  private final List<String> dependsOn = new ArrayList<>();
  private final Set<String> awaitedToEnd = new TreeSet<>();

  /**
   * @param names what each service of the file is called as an allocation
   */
  ComposeService(Value value, String service, Map<String, String> names, ComposeNotes notes) {
    this.name = names.getOrDefault(service, service);
    this.names = names;
    this.notes = notes;
    var members = value.members("a mapping", "{image: nginx}");
    var given = members.find("image").map(notes::text);
    if (given.isEmpty())
      notes.add(value, "has no image: build one, push it, and write its name instead of " + name);
    image = given.orElse(name);
    members
        .find("build")
        .ifPresent(b -> notes.add(b, "is not carried over: build and push the image yourself"));
    entrypoint = members.find("entrypoint").map(this::argv);
    command = members.find("command").map(this::argv);
    members.find("environment").ifPresent(this::environment);
    workingDirectory = members.find("working_dir").map(notes::text);
    privileged = members.find("privileged").map(Value::truth).orElse(false);
    restart = members.find("restart").flatMap(this::restart);
    resources = new ComposeResources(notes).read(value, members);
    healthCheck = members.find("healthcheck").flatMap(h -> new ComposeHealthCheck(notes).read(h));
    volumes = members.find("volumes").map(v -> ComposeMounts.read(v, notes)).orElse(List.of());
    ports = members.find("ports").map(p -> ComposePorts.read(p, name, notes)).orElse(List.of());
    members.find("depends_on").ifPresent(this::dependsOn);
    members.find("expose"); // allocations of one node reach every port of each other
    members.find("container_name");
    for (var other : members.others()) notes.add(other, "is not carried over");
  }

  String name() {
    return name;
  }

  /** Entries of the node's {@code ports}. */
  List<String> ports() {
    return ports;
  }

  /** Allocations that must be done before this one starts, which makes tasks of them. */
  Set<String> awaitedToEnd() {
    return awaitedToEnd;
  }

  void write(StringBuilder text, boolean task) {
    text.append("  ").append(name).append(":\n");
    line(text, "executor", "docker");
    line(text, "type", task ? "task" : "service");
    line(text, "resources", resources);
    text.append("    execution:\n");
    line(text, "  type", "docker");
    line(text, "  image", YamlText.of(image));
    entrypoint.ifPresent(e -> line(text, "  entrypoint", YamlText.list(e)));
    command.ifPresent(c -> line(text, "  cmd", YamlText.list(c)));
    if (!environment.isEmpty()) text.append("      environment:\n");
    environment.forEach((key, value) -> line(text, "    " + YamlText.of(key), YamlText.of(value)));
    workingDirectory.ifPresent(w -> line(text, "  working_directory", YamlText.of(w)));
    if (privileged) line(text, "  privileged", "true");
    restart.ifPresent(r -> line(text, "  restart_policy", r));
    healthCheck.ifPresent(h -> line(text, "healthcheck", h));
    if (!volumes.isEmpty()) text.append("    volume:\n");
    volumes.forEach(v -> text.append("      - ").append(v).append('\n'));
    if (!dependsOn.isEmpty()) line(text, "depends_on", YamlText.list(dependsOn));
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("    ").append(name).append(": ").append(value).append('\n');
  }

  private List<String> argv(Value value) {
    if (value.isList()) return value.items().stream().map(notes::text).toList();
    var command = notes.text(value);
    try {
      return ShellWords.split(command);
    } catch (IllegalArgumentException e) {
      notes.add(value, String.valueOf(e.getMessage()));
      return List.of(command);
    }
  }

  private void environment(Value value) {
    if (value.isMapping())
      Names.free(value)
          .forEach((variable, v) -> {
            if (v.isNull()) inherited(v, variable);
            else environment.put(variable, notes.text(v));
          });
    else
      for (var item : value.items()) {
        var text = notes.text(item);
        int equals = text.indexOf('=');
        if (equals < 0) inherited(item, text);
        else environment.put(text.substring(0, equals), text.substring(equals + 1));
      }
  }

  private void inherited(Value at, String variable) {
    notes.add(at, Said.plain(variable) + " would be taken from your shell; write its value");
  }

  private Optional<String> restart(Value value) {
    var policy = notes.text(value);
    if (policy.startsWith("on-failure:")) {
      notes.add(value, "the number of tries is not carried over");
      policy = "on-failure";
    }
    return switch (policy) {
      case "no" -> Optional.empty();
      case "always", "on-failure", "unless-stopped" -> Optional.of(policy);
      default -> {
        notes.add(value, "is not known and is not carried over");
        yield Optional.empty();
      }
    };
  }

  private void dependsOn(Value value) {
    if (!value.isMapping()) {
      value.items().forEach(item -> dependsOn(item, notes.text(item)));
      return;
    }
    Names.free(value)
        .forEach((service, how) -> {
          dependsOn(how, service);
          if (!how.isMapping()) return;
          var condition = how.members().find("condition").map(notes::text).orElse("");
          if (condition.equals("service_completed_successfully"))
            awaitedToEnd.add(names.getOrDefault(service, service));
          else if (condition.equals("service_healthy"))
            notes.add(how, "waits until it runs, not until it is healthy");
        });
  }

  private void dependsOn(Value at, String service) {
    var allocation = names.get(service);
    if (allocation == null) notes.add(at, "there is no service " + Said.quote(service));
    else if (!dependsOn.contains(allocation)) dependsOn.add(allocation);
  }
}
