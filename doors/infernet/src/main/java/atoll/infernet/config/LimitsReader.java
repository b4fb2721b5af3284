package atoll.infernet.config;

import atoll.kernel.Cpu;
import atoll.kernel.Memory;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Reads the limits of a container, which the original does not have (Infernet §9.12). */
final class LimitsReader {
  private static final Memory LEAST_MEMORY = Memory.ofMebibytes(6); // below, Docker refuses
  private static final double LEAST_CPUS = 0.01;
  private static final double MOST_CPUS = 1e6;

  private static final double LEAST_SECONDS = 0.001;
  private static final double MOST_SECONDS = 86_400;

  private static final int LONGEST_PATH = 1000;

  private LimitsReader() {}

  static ContainerShare share(Lax item) {
    return new ContainerShare(memory(item), cpus(item));
  }

  private static Optional<Memory> memory(Lax item) {
    var memory = item.optional("memory", DockerSize::of, "a size, such as \"512m\"");
    if (memory.isPresent() && memory.get().compareTo(LEAST_MEMORY) < 0)
      item.refuse("memory", "is less than the " + LEAST_MEMORY + " that Docker asks for");
    return memory;
  }

  private static Optional<Cpu> cpus(Lax item) {
    return item.number("cpus", LEAST_CPUS, MOST_CPUS, "a number of processors, 0.01 or more")
        .map(cpus -> Cpu.ofCores(BigDecimal.valueOf(cpus)));
  }

  static Optional<Duration> timeout(Lax item) {
    return item.number("timeout", LEAST_SECONDS, MOST_SECONDS, "a time in seconds, 0.001 to 86400")
        .map(seconds -> Duration.ofMillis(Math.round(seconds * 1000)));
  }

  static OptionalInt maxConcurrency(Lax item) {
    return item.isUnset("max_concurrency")
        ? OptionalInt.empty()
        : OptionalInt.of((int) item.whole("max_concurrency", 1, 1, ContainerConfig.MOST_CALLS));
  }

  static Optional<String> health(Lax item) {
    return item.optional("health", LimitsReader::path, "a path, such as \"/health\"");
  }

  private static Optional<String> path(JsonNode node) {
    if (!node.isString() || node.stringValue().length() > LONGEST_PATH) return Optional.empty();
    var path = node.stringValue();
    return path.matches("/[!-~&&[^#]]*") && isOfAUrl(path) ? Optional.of(path) : Optional.empty();
  }

  private static boolean isOfAUrl(String path) {
    try {
      var _ = new URI("http://localhost" + path);
      return true;
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
