package atoll.orchestrator.machine;

import atoll.actor.Handle;
import atoll.ensemble.Ensemble;
import atoll.ensemble.EnsembleParser;
import atoll.ensemble.ParseResult;
import atoll.ensemble.SourceFiles;
import atoll.identity.PrivateKey;
import atoll.kernel.AllocationId;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.EnsembleId;
import atoll.kernel.ExecutorKind;
import atoll.kernel.Location;
import atoll.kernel.Memory;
import atoll.kernel.NodeName;
import atoll.kernel.Resources;
import atoll.market.FreePorts;
import atoll.market.Offer;
import atoll.market.ProviderId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Ensembles, providers and what they bid, that tests start from. */
public final class Given {
  public static final Instant T0 = Instant.parse("2030-01-01T00:00:00Z");
  public static final EnsembleId ID = new EnsembleId("e1");
  public static final PrivateKey A_KEY = PrivateKey.generate(new Random(1));
  public static final Handle A = Handle.of(A_KEY.publicKey());
  public static final Handle B = Handle.of(PrivateKey.generate(new Random(2)).publicKey());

  /** One service that waits for a task. */
  public static final String TASK_THEN_SERVICE =
      """
      version: "V1"
      allocations:
        web: {executor: "null", execution: {type: "null"}, type: service, depends_on: [init], %1$s}
        init: {executor: "null", execution: {type: "null"}, type: task, %1$s}
      nodes:
        n1: {allocations: [web, init]}
      """
          .formatted(resources("0.5"));

  /**
   * Services on one node.
   *
   * @param more members of each allocation, of the node, and of the file
   */
  public static Ensemble onOneNode(List<String> names, String more, String ofNode, String ofFile) {
    return onOneNode(names, Map.of(), more, ofNode, ofFile);
  }

  public static Ensemble onOneNode(
      List<String> names, Map<String, String> own, String more, String ofNode, String ofFile) {
    var yaml = new StringBuilder("version: \"V1\"\nallocations:\n");
    for (var name : names)
      yaml.append(
          "  %s: {executor: \"null\", execution: {type: \"null\"}, %s%s%s}\n"
              .formatted(
                  name, typeUnlessIn(more), resources("0.25"), own.getOrDefault(name, more)));
    yaml.append("nodes:\n  n1: {allocations: %s%s}\n%s".formatted(names, ofNode, ofFile));
    return parsed(yaml.toString());
  }

  private static String typeUnlessIn(String more) {
    return more.contains("type: task") ? "" : "type: service, ";
  }

  private Given() {}

  public static String resources(String cores) {
    return "resources: {cpu: {cores: %s}, ram: {size: 128 MiB}, disk: {size: 64 MiB}}"
        .formatted(cores);
  }

  /** A service on a node of its own, as often as there are amounts of cores. */
  public static Ensemble services(String... cores) {
    var allocations = new StringBuilder("version: \"V1\"\nallocations:\n");
    var nodes = new StringBuilder("nodes:\n");
    for (int i = 1; i <= cores.length; i++) {
      allocations.append(
          "  s%d: {executor: \"null\", execution: {type: \"null\"}, type: service, %s}\n"
              .formatted(i, resources(cores[i - 1])));
      nodes.append("  n%d: {allocations: [s%d]}\n".formatted(i, i));
    }
    return parsed(allocations.append(nodes).toString());
  }

  public static Ensemble parsed(String yaml) {
    return switch (EnsembleParser.parse(
        "test.yaml", yaml.getBytes(StandardCharsets.UTF_8), SourceFiles.none())) {
      case ParseResult.Parsed(var ensemble) -> ensemble;
      case ParseResult.Invalid invalid -> throw new AssertionError(invalid.toString());
    };
  }

  public static ProviderId provider(Handle handle) {
    return new ProviderId(handle.id().peerId().text());
  }

  public static AllocationId allocation(String key) {
    return AllocationId.parse(ID + "_" + key);
  }

  /** What a machine of two cores offers, of which {@code freeCores} are free. */
  public static Offer offer(Handle from, int freeCores) {
    return new Offer(
        provider(from),
        room(2),
        room(freeCores),
        0,
        Optional.of("amd64"),
        Set.of(ExecutorKind.NULL),
        Location.of("EU", "DE", "Berlin"),
        Optional.empty(),
        new FreePorts(16384, 65536, Set.of()),
        false,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static Resources room(int cores) {
    return new Resources(Cpu.ofCores(cores), Memory.ofGibibytes(4), Disk.ofGibibytes(10));
  }

  /**
   * A round that all who were asked answered, each with a bid for every node of {@code ensemble}.
   */
  public static BidRound round(Ensemble ensemble, Offer... offers) {
    return round(offers.length, ensemble, offers);
  }

  public static BidRound round(int asked, Ensemble ensemble, Offer... offers) {
    var byProvider = new HashMap<ProviderId, Offer>();
    var bids = new HashMap<ProviderId, Set<NodeName>>();
    var handles = new HashMap<ProviderId, Handle>();
    for (var offer : offers) {
      byProvider.put(offer.provider(), offer);
      bids.put(offer.provider(), ensemble.nodes().keySet());
      handles.put(offer.provider(), Given.provider(A).equals(offer.provider()) ? A : B);
    }
    return new BidRound(asked, byProvider, bids, Map.copyOf(handles));
  }
}
