package atoll.cli.doctor;

import atoll.cli.CommandRefused;
import atoll.cli.Invocation;
import atoll.cli.Program;
import atoll.kernel.AtollException;

/** The node that commands would talk to. */
record NodeCheck(Invocation invocation) implements Check {
  @Override
  public String name() {
    return "node";
  }

  @Override
  public Finding look() {
    try (var api = invocation.connect()) {
      var node = api.node();
      var found = invocation.address() + " answers, version " + node.version();
      return node.version().equals(Program.VERSION)
          ? Finding.ok(found)
          : Finding.warn(
              found + ", and this is " + Program.VERSION, "Start the node again with this version");
    } catch (CommandRefused e) {
      return Finding.warn(sentence(e.getMessage()), e.toDo().orElse(""));
    } catch (AtollException e) {
      return Finding.warn(
          sentence(e.getMessage()), "Start a network with: " + invocation.program() + " dev");
    }
  }

  private static String sentence(@org.jspecify.annotations.Nullable String message) {
    var text = message == null ? "it does not answer" : message;
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
