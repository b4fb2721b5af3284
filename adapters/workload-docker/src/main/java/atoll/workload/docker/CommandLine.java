package atoll.workload.docker;

import atoll.workload.Program;
import java.util.ArrayList;
import java.util.List;

/** What a container runs, argument by argument, as the engine itself would put it together. */
final class CommandLine {
  private CommandLine() {}

  /**
   * An entrypoint that is given replaces the image's and drops its command; a command that is given
   * replaces the image's command only.
   */
  static List<String> of(Program.Container program, ImageConfig image) {
    var line = new ArrayList<>(program.entrypoint().orElse(image.entrypoint()));
    boolean own = program.entrypoint().filter(e -> !e.isEmpty()).isPresent();
    line.addAll(program.command().orElse(own ? List.of() : image.command()));
    return List.copyOf(line);
  }
}
