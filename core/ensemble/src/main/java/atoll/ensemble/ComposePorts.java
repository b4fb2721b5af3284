package atoll.ensemble;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The {@code ports} of a Compose service, as entries of a node's {@code ports}. */
final class ComposePorts {
  /** {@code [address:][public[-public]:]private[-private][/protocol]}. */
  private static final Pattern SHORT =
      Pattern.compile(
          "(?:(?:[0-9]+(?:\\.[0-9]+){3}|\\[[0-9a-fA-F:]+\\]):)?(?:([0-9]{1,5})?(?:-([0-9]{1,5}))?:)?"
              + "([0-9]{1,5})(?:-([0-9]{1,5}))?(?:/([a-z]+))?");

  private static final int MOST = 100;

  private final String allocation;
  private final ComposeNotes notes;
  private final List<String> entries = new ArrayList<>();

  private ComposePorts(String allocation, ComposeNotes notes) {
    this.allocation = allocation;
    this.notes = notes;
  }

  static List<String> read(Value value, String allocation, ComposeNotes notes) {
    var ports = new ComposePorts(allocation, notes);
    for (var item : value.items()) {
      if (item.isMapping()) ports.described(item);
      else ports.written(item);
    }
    return ports.entries;
  }

  private void written(Value item) {
    var match = SHORT.matcher(notes.text(item));
    if (!match.matches()) {
      notes.add(item, "is not understood and is not carried over");
      return;
    }
    if (!isTcp(item, match.group(5))) return;
    int inside = Integer.parseInt(match.group(3));
    int last = match.group(4) == null ? inside : Integer.parseInt(match.group(4));
    int outside = match.group(1) == null ? 0 : Integer.parseInt(match.group(1));
    if (last - inside >= MOST || last < inside) {
      notes.add(item, "is a range of more than " + MOST + " ports and is not carried over");
      return;
    }
    boolean range = outside != 0 && (match.group(2) != null || last == inside);
    for (int i = 0; i <= last - inside; i++) add(item, range ? outside + i : 0, inside + i);
  }

  private void described(Value item) {
    var members = item.members();
    if (!isTcp(item, members.find("protocol").map(notes::text).orElse(null))) return;
    var inside = members.find("target").flatMap(this::number);
    var outside = members.find("published").flatMap(this::number);
    for (var ignored : List.of("host_ip", "mode", "name", "app_protocol")) members.find(ignored);
    for (var other : members.others()) notes.add(other, "is not carried over");
    if (inside.isEmpty()) notes.add(item, "has no target and is not carried over");
    else add(item, outside.orElse(0), inside.get());
  }

  private Optional<Integer> number(Value value) {
    var text = notes.text(value);
    return text.matches("[0-9]{1,5}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
  }

  private boolean isTcp(Value item, @org.jspecify.annotations.Nullable String protocol) {
    if (protocol == null || protocol.equals("tcp")) return true;
    notes.add(item, "is not TCP and is not carried over");
    return false;
  }

  private void add(Value item, int outside, int inside) {
    int open = outside;
    if (outside != 0 && outside < 1025) {
      notes.add(item, "port " + outside + " is reserved: the provider chooses the public port");
      open = 0;
    }
    entries.add("{public: " + open + ", private: " + inside + ", allocation: " + allocation + "}");
  }
}
