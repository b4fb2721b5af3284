package atoll.bench.program;

import atoll.bench.Bench;
import atoll.bench.Effort;
import atoll.bench.Measurement;
import atoll.bench.Samples;
import atoll.bench.Scratch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How long it takes from {@code git clone} to the end of README's first command, in a clone of what
 * was committed last, with the libraries in the local Maven repository.
 */
public final class ColdClone implements Bench {
  /** So long that two more at most fit into what a bench may take. */
  private static final double ANOTHER_WITHIN_SECONDS = 90;

  private final Path root;

  public ColdClone(Path root) {
    this.root = root;
  }

  @Override
  public List<Measurement> measure(Effort effort) throws Exception {
    var samples = new ArrayList<Double>();
    double spent = 0;
    do {
      try (var scratch = new Scratch()) {
        double took =
            secondsFromClone(new Checkout(scratch.root().resolve("atoll"), scratch.folder("home")));
        samples.add(took);
        spent += took;
      }
    } while (effort == Effort.FULL && spent < ANOTHER_WITHIN_SECONDS);
    return List.of(
        Measurement.of(
            "cold-clone", Samples.of(samples.stream().mapToDouble(Double::doubleValue).toArray())));
  }

  private double secondsFromClone(Checkout fresh) throws Exception {
    var here = new Checkout(root, fresh.home());
    var clone = List.of("git", "clone", "--quiet", "--no-hardlinks", ".", fresh.root().toString());
    double cloning = here.typed(clone).run().saying("").seconds();
    return cloning + fresh.atoll(Hello.RUN).run().saying(Hello.SAYS).seconds();
  }
}
