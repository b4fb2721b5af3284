package atoll.ensemble;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The {@code volumes} of a Compose service, as local volumes. */
final class ComposeMounts {
  private final ComposeNotes notes;
  private final List<String> entries = new ArrayList<>();

  private ComposeMounts(ComposeNotes notes) {
    this.notes = notes;
  }

  static List<String> read(Value value, ComposeNotes notes) {
    var mounts = new ComposeMounts(notes);
    for (var item : value.items()) {
      if (item.isMapping()) mounts.described(item);
      else mounts.written(item);
    }
    return mounts.entries;
  }

  /** {@code source:destination[:options]}, or a destination alone. */
  private void written(Value item) {
    var parts = notes.text(item).split(":", -1);
    if (parts.length > 3) notes.add(item, "is not understood and is not carried over");
    else if (parts.length == 1) anonymous(item);
    else
      add(
          item,
          parts[0],
          parts[1],
          parts.length == 3 && List.of(parts[2].split(",")).contains("ro"));
  }

  private void described(Value item) {
    var members = item.members();
    var type = members.find("type").map(notes::text).orElse("volume");
    var source = members.find("source").map(notes::text);
    Optional<String> target = members.find("target").map(notes::text);
    boolean readOnly = members.find("read_only").map(Value::truth).orElse(false);
    for (var other : members.others()) notes.add(other, "is not carried over");
    if (!type.equals("volume") && !type.equals("bind"))
      notes.add(item, "a mount of type " + Said.plain(type) + " is not carried over");
    else if (target.isEmpty()) notes.add(item, "has no target and is not carried over");
    else if (source.isEmpty()) anonymous(item);
    else add(item, source.get(), target.get(), readOnly);
  }

  private void anonymous(Value item) {
    notes.add(
        item,
        "an unnamed volume is not carried over: what is written there ends with the container");
  }

  private void add(Value item, String source, String destination, boolean readOnly) {
    if (source.startsWith(".") || source.startsWith("~")) {
      notes.add(
          item, "is a folder of your own machine, which providers do not have: not carried over");
      return;
    }
    if (source.startsWith("/")) notes.add(item, "is a folder of the provider, which must allow it");
    entries.add(
        "{type: local, src: "
            + YamlText.of(source)
            + ", mount_destination: "
            + YamlText.of(destination)
            + (readOnly ? ", read_only: true}" : "}"));
  }
}
