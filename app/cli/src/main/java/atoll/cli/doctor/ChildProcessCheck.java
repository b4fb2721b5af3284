package atoll.cli.doctor;

import atoll.cli.machine.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Whether a child JVM starts, since each WebAssembly module runs in one. */
final class ChildProcessCheck implements Check {
  @Override
  public String name() {
    return "wasm";
  }

  @Override
  public Finding look() throws InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var ran =
        Programs.run(
            Duration.ofSeconds(20),
            List.of(
                java.toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-version"));
    if (ran.isEmpty())
      return Finding.fail(
          "a child process does not start: " + java,
          "See whether processes are limited: ulimit -u");
    return ran.get().exit() == 0
        ? Finding.ok("a child process starts")
        : Finding.fail(
            "a child process fails: "
                + ran.get().output().lines().findFirst().orElse("exit " + ran.get().exit()),
            "See whether memory is limited: ulimit -v");
  }
}
