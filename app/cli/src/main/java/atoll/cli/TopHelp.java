package atoll.cli;

import java.util.List;

/**
 * What the program says about itself: every command under its group, and the options that all of
 * them take.
 */
final class TopHelp {
  private TopHelp() {}

  static String text(CliEnvironment environment, List<Verb> verbs) {
    var program = environment.calledAs();
    var text = new StringBuilder();
    text.append("Usage: ").append(program).append(" COMMAND [OPTIONS]\n\n");
    text.append("Runs containers and WebAssembly on machines that you need not trust.\n");
    int width =
        verbs.stream()
            .filter(v -> v.group() != Verb.Group.HIDDEN)
            .mapToInt(v -> v.name().length())
            .max()
            .orElse(0);
    for (var group : Verb.Group.values()) {
      if (group == Verb.Group.HIDDEN || verbs.stream().noneMatch(v -> v.group() == group)) continue;
      text.append('\n').append(group.heading()).append(":\n");
      for (var verb : verbs)
        if (verb.group() == group) line(text, verb.name(), width, verb.summary());
    }
    text.append("\nOptions of every command:\n");
    line(text, "-h, --help", 26, "what a command does and takes");
    line(text, "-j, --json", 26, "one JSON document, or one a line where it goes on");
    line(text, "-n, --node URL", 26, "this node instead of the one that runs here");
    line(text, "-T, --token-file FILE", 26, "the access token of that node");
    line(text, "-x, --debug", 26, "everything about a failure");
    line(text, "    --config FILE", 26, "settings from this file only");
    line(text, "    --user-dir FOLDER", 26, "where keys and capabilities are kept");
    line(text, "    --rest-addr, --rest-port", 26, "the node by address and port");
    text.append(
        "\nExit codes: 0 done, 1 wrong use, 2 not placed, 3 denied, 4 failed while running, 5 timed out,\n");
    text.append("6 unreachable, 7 unpaid.\n");
    return text.toString();
  }

  private static void line(StringBuilder text, String left, int width, String right) {
    text.append("  ")
        .append(left)
        .repeat(' ', Math.max(2, width - left.length() + 2))
        .append(right)
        .append('\n');
  }
}
