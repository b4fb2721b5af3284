package atoll.acceptance.network;

import java.util.ArrayList;
import java.util.List;

/** An ensemble file in the making, all of whose allocations run nothing. */
final class Asked {
  private final List<String> allocations = new ArrayList<>();
  private final List<String> nodes = new ArrayList<>();
  private final List<String> others = new ArrayList<>();

  /** A service that lasts until it is stopped. */
  Asked service(String name, String cores, String... more) {
    return allocation(name, "service", cores, more);
  }

  /** A task that ends by itself. */
  Asked task(String name, String cores, String... more) {
    return allocation(name, "task", cores, more);
  }

  private Asked allocation(String name, String type, String cores, String... more) {
    allocations.add(
        "  %s: {executor: \"null\", execution: {type: \"null\"}, type: %s, resources: {cpu: {cores: %s}, ram: {size: 128 MiB}, disk: {size: 64 MiB}}%s}"
            .formatted(name, type, cores, more(more)));
    return this;
  }

  Asked node(String name, String allocationNames, String... more) {
    nodes.add("  %s: {allocations: [%s]%s}".formatted(name, allocationNames, more(more)));
    return this;
  }

  /** Any other line at the top of the file. */
  Asked with(String line) {
    others.add(line);
    return this;
  }

  private static String more(String... members) {
    return members.length == 0 ? "" : ", " + String.join(", ", members);
  }

  String yaml() {
    return "version: \"V1\"\nallocations:\n"
        + String.join("\n", allocations)
        + "\nnodes:\n"
        + String.join("\n", nodes)
        + "\n"
        + String.join("\n", others)
        + "\n";
  }

  /** One service on a node of its own, {@code count} times. */
  static Asked services(int count, String cores, String... more) {
    var asked = new Asked();
    for (int i = 1; i <= count; i++) asked.service("s" + i, cores, more).node("n" + i, "s" + i);
    return asked;
  }
}
