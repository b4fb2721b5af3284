package atoll.workload.docker;

import atoll.workload.Program;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Programs for tests. */
final class Containers {
  private Containers() {}

  static Program.Container of(String image) {
    return new Program.Container(
        image,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        false,
        Optional.empty(),
        Program.Restart.NO,
        List.of(),
        false,
        Program.Manner.CONFINED);
  }

  /** Runs {@code argv} in busybox. */
  static Program.Container command(String... argv) {
    return commanded(TestEngine.BUSYBOX, argv);
  }

  static Program.Container commanded(String image, String... argv) {
    return with(of(image), Optional.of(Arrays.asList(argv)), Map.of());
  }

  static Program.Container script(String shell) {
    return command("sh", "-c", shell);
  }

  static Program.Container with(
      Program.Container program, Optional<List<String>> command, Map<String, String> environment) {
    return new Program.Container(
        program.image(),
        program.entrypoint(),
        command,
        environment,
        program.workingDirectory(),
        program.privileged(),
        program.login(),
        program.restart(),
        List.of(),
        false,
        Program.Manner.CONFINED);
  }

  static Program.Container restarting(Program.Container program, Program.Restart restart) {
    return new Program.Container(
        program.image(),
        program.entrypoint(),
        program.command(),
        program.environment(),
        program.workingDirectory(),
        program.privileged(),
        program.login(),
        restart,
        List.of(),
        false,
        Program.Manner.CONFINED);
  }
}
