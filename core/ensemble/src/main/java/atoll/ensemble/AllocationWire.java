package atoll.ensemble;

import atoll.kernel.ResourceDemand;
import atoll.kernel.json.MalformedJsonException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parts of an ensemble that travel on their own: in bid requests, commit and allocate messages
 * (DMS §4.6, §7.3). Same dialect, same checks as the whole.
 */
public final class AllocationWire {
  private AllocationWire() {}

  /** {@code {"type":…,"params":{…}}}. */
  public static ObjectNode write(Execution execution) {
    return new WireWriter().execution(execution);
  }

  /** Sizes in bytes, clock in hertz, cores as a decimal. */
  public static ObjectNode write(ResourceDemand demand) {
    return new WireWriter().resources(demand);
  }

  public static ObjectNode write(HealthCheck check) {
    return new WireWriter().healthCheck(check);
  }

  /** {@code {"accept":[…],"reject":[…]}}; an empty list is left out. */
  public static ObjectNode write(LocationRule rule) {
    return new WireWriter().locationRule(rule);
  }

  public static ArrayNode write(List<VolumeSpec> volumes) {
    return new WireWriter().volumes(volumes);
  }

  /**
   * @throws MalformedJsonException if it is not a valid execution, with every problem
   */
  public static Execution readExecution(JsonNode json) {
    return read(json, "execution", ExecutionReader::readAlone);
  }

  /**
   * Amounts may be zero.
   *
   * @throws MalformedJsonException if it is not a valid demand, with every problem
   */
  public static ResourceDemand readResources(JsonNode json) {
    return read(json, "resources", v -> new ResourcesReader(v.reading(), false).read(v));
  }

  /**
   * @throws MalformedJsonException if it is not a valid health check, with every problem
   */
  public static HealthCheck readHealthCheck(JsonNode json) {
    return read(json, "healthcheck", HealthCheckReader::read);
  }

  /**
   * @throws MalformedJsonException if it is not a valid rule, with every problem
   */
  public static LocationRule readLocationRule(JsonNode json) {
    return read(json, "location", LocationReader::rule);
  }

  /**
   * @throws MalformedJsonException if it is not a valid list of volumes, with every problem
   */
  public static List<VolumeSpec> readVolumes(JsonNode json) {
    return read(json, "volume", v -> VolumeReader.read(v, Map.of()));
  }

  private static <T> T read(JsonNode json, String name, Function<Value, T> read) {
    var problems = new Problems("");
    var reading = Reading.of(Dialect.WIRE, problems, SourceFiles.none());
    var part =
        JsonTree.of(json, problems)
            .map(tree -> read.apply(new Value(reading, name, Position.NONE, tree)));
    if (part.isEmpty() || !problems.isEmpty())
      throw new MalformedJsonException(new ParseResult.Invalid(problems.told()).toString());
    return part.get();
  }
}
