package atoll.simulation.world;

import atoll.ensemble.Ensemble;
import atoll.ensemble.EnsembleParser;
import atoll.ensemble.ParseResult;
import atoll.ensemble.SourceFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Ensembles that people might ask for: services and tasks, alone and together, watched, supervised,
 * standing by; and what they change their minds to.
 */
final class Wishes {
  /** The empty module: what children of the provider's process run. */
  private static final byte[] MODULE = {0, 0x61, 0x73, 0x6d, 1, 0, 0, 0};

  private static final int LONGEST_TASK_MILLIS = 20_000;
  private static final double FAILING = 0.1;

  private static final List<String> RECOVERIES =
      List.of("one_for_one", "one_for_all", "rest_for_one");
  private static final List<String> STRATEGIES = List.of("OneForOne", "AllForOne", "RestForOne");

  private final Chance chance;

  /**
   * @param changed the same with another version of one allocation
   */
  record Wish(Ensemble ensemble, Ensemble changed) {}

  Wishes(Chance chance) {
    this.chance = chance;
  }

  Wish next() {
    int nodes = chance.between(1, 3);
    var allocations = new ArrayList<String>();
    var places = new ArrayList<String>();
    var all = new ArrayList<String>();
    for (int n = 1; n <= nodes; n++) {
      int count = chance.happens(0.3) ? 2 : 1;
      var names = new ArrayList<String>();
      for (int a = 1; a <= count; a++) {
        var name = "a" + n + a;
        names.add(name);
        all.add(name);
        allocations.add(chance.happens(0.4) ? task(name) : service(name));
      }
      places.add(
          "  n"
              + n
              + ": {allocations: ["
              + String.join(", ", names)
              + "]"
              + port(n, names)
              + recovery()
              + (chance.happens(0.1) ? ", redundancy: 1" : "")
              + "}");
    }
    var yaml =
        "version: \"V1\"\nallocations:\n"
            + String.join("\n", allocations)
            + "\nnodes:\n"
            + String.join("\n", places)
            + "\n"
            + supervisor(all);
    return new Wish(parse(yaml), parse(yaml.replaceFirst("VERSION: 1", "VERSION: 2")));
  }

  private String supervisor(List<String> allocations) {
    return chance.happens(0.15)
        ? "supervisor: {strategy: %s, allocations: %s}\n"
            .formatted(chance.one(STRATEGIES), allocations)
        : "";
  }

  private String recovery() {
    return chance.happens(0.5) ? ", failure_recovery: redeploy" : "";
  }

  private String port(int node, ArrayList<String> names) {
    return chance.happens(0.2)
        ? ", ports: [{public: "
            + (16384 + node)
            + ", private: 80, allocation: "
            + names.getFirst()
            + "}]"
        : "";
  }

  private String service(String name) {
    return allocation(name, "service", "", supervised());
  }

  private String supervised() {
    return chance.happens(0.3) ? ", failure_recovery: " + chance.one(RECOVERIES) : "";
  }

  private String healthCheck() {
    return chance.happens(0.2)
        ? ", healthcheck: {type: command, exec: [\"true\"], interval: 5s}"
        : "";
  }

  private String task(String name) {
    var code = chance.happens(FAILING) ? "1" : "0";
    return allocation(
        name,
        "task",
        ", LIFE: \"" + chance.between(100, LONGEST_TASK_MILLIS) + "\", CODE: \"" + code + "\"",
        "");
  }

  private String allocation(String name, String type, String environment, String more) {
    boolean container = chance.happens(0.7);
    return "  %s: {executor: %s, type: %s, execution: {type: %s, %s, environment: {VERSION: 1%s}}%s, resources: {cpu: {cores: %s}, ram: {size: 128 MiB}, disk: {size: 64 MiB}}}"
        .formatted(
            name,
            container ? "docker" : "wasm",
            type,
            container ? "docker" : "wasm",
            container ? "image: \"an/image\"" : "module: a.wasm",
            environment,
            container && type.equals("service") ? healthCheck() + more : more,
            chance.happens(0.5) ? "0.5" : "1");
  }

  /** One short task on each of these machines, which needs all that the machine lends. */
  static Ensemble allOf(List<ProviderHost> hosts) {
    var allocations = new StringBuilder();
    var nodes = new StringBuilder();
    for (var host : hosts) {
      var share = host.share();
      allocations.append(
          "  %s: {executor: docker, type: task, execution: {type: docker, image: \"an/image\", environment: {LIFE: \"500\"}}, resources: {cpu: {cores: %s}, ram: {size: %d B}, disk: {size: %d B}}}\n"
              .formatted(
                  host.name,
                  share.cpu().cores().toPlainString(),
                  share.memory().bytes(),
                  share.disk().bytes()));
      nodes.append(
          "  n-%s: {allocations: [%s], peer: %s}\n"
              .formatted(host.name, host.name, host.peer().text()));
    }
    return parse("version: \"V1\"\nallocations:\n" + allocations + "nodes:\n" + nodes);
  }

  private static Ensemble parse(String yaml) {
    return switch (EnsembleParser.parse(
        "wish.yaml",
        yaml.getBytes(StandardCharsets.UTF_8),
        (_, _) -> new SourceFiles.Contents.Found(MODULE.clone()))) {
      case ParseResult.Parsed(var ensemble) -> ensemble;
      case ParseResult.Invalid invalid -> throw new IllegalStateException(invalid + "\n" + yaml);
    };
  }
}
