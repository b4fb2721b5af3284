package atoll.bench.program;

import atoll.bench.Bench;
import atoll.bench.Effort;
import atoll.bench.Measurement;
import atoll.bench.Samples;
import atoll.bench.Scratch;
import java.nio.file.Path;
import java.util.List;

/**
 * How long a command of the built program takes, from outside: from the start of its process to its
 * end. A bare JVM is started in between.
 */
public final class Typed implements Bench {
  private final String target;
  private final Path root;
  private final double perMilli;
  private final int times;
  private final String expected;
  private final String[] arguments;

  private Typed(
      String target, Path root, double perMilli, int times, String expected, String... arguments) {
    this.target = target;
    this.root = root;
    this.perMilli = perMilli;
    this.times = times;
    this.expected = expected;
    this.arguments = arguments;
  }

  /** {@code ./atoll --version}. */
  public static Bench version(Path root) {
    return new Typed("cli-start", root, 1, 30, "0.", "--version");
  }

  /** {@code ./atoll run examples/hello.yaml}, with nothing running. */
  public static Bench hello(Path root) {
    return new Typed("first-result", root, 1e-3, 9, Hello.SAYS, Hello.RUN);
  }

  @Override
  public List<Measurement> measure(Effort effort) throws Exception {
    try (var scratch = new Scratch()) {
      var checkout = new Checkout(root, scratch.root());
      checkout.build();
      var command = checkout.atoll(arguments);
      for (int i = effort.times(2, 0); i > 0; i--) command.run().saying(expected);
      var samples = new double[effort.times(times, 2)];
      var raw = new double[samples.length];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = command.run().saying(expected).millis() * perMilli;
        raw[i] = BareJvm.startMillis() * perMilli;
      }
      return List.of(
          Measurement.of(target, Samples.of(samples)).beside(BareJvm.WHAT, Samples.of(raw)));
    }
  }
}
