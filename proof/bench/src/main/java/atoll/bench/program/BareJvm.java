package atoll.bench.program;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The least that a Java program can take: a JVM that starts, says its version and ends. */
public final class BareJvm {
  public static final String WHAT = "a JVM that starts, says its version and ends";

  private static final List<String> COMMAND =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-version");

  private BareJvm() {}

  public static double startMillis() throws IOException, InterruptedException {
    return new Command(COMMAND, Path.of("/"), Map.of()).run().saying("version").millis();
  }
}
