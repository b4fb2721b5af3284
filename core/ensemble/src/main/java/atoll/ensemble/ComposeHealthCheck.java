package atoll.ensemble;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The {@code healthcheck} of a Compose service, as one of type command. */
record ComposeHealthCheck(ComposeNotes notes) {
  /** Empty if it is switched off or is left to the image. */
  Optional<String> read(Value value) {
    var members = value.members();
    boolean off = members.find("disable").map(Value::truth).orElse(false);
    var exec = members.find("test").map(this::command).orElse(List.of());
    var parts = new ArrayList<String>();
    parts.add("type: command");
    parts.add("exec: " + YamlText.list(exec));
    members.find("interval").ifPresent(v -> parts.add("interval: " + YamlText.of(notes.text(v))));
    members.find("timeout").ifPresent(v -> parts.add("timeout: " + YamlText.of(notes.text(v))));
    members
        .find("start_period")
        .ifPresent(v -> parts.add("initial_delay: " + YamlText.of(notes.text(v))));
    members.find("retries").ifPresent(v -> parts.add("failure_threshold: " + v.whole(1, 1000)));
    for (var other : members.others()) notes.add(other, "is not carried over");
    if (off) return Optional.empty();
    if (exec.isEmpty()) {
      notes.add(value, "tests nothing and is not carried over");
      return Optional.empty();
    }
    return Optional.of("{" + String.join(", ", parts) + "}");
  }

  private List<String> command(Value value) {
    if (!value.isList()) return List.of("/bin/sh", "-c", notes.text(value));
    var words = value.items().stream().map(notes::text).toList();
    if (words.isEmpty()) return words;
    return switch (words.getFirst()) {
      case "CMD" -> words.subList(1, words.size());
      case "CMD-SHELL" ->
          List.of("/bin/sh", "-c", String.join(" ", words.subList(1, words.size())));
      default -> List.of();
    };
  }
}
