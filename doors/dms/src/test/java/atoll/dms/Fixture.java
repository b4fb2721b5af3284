package atoll.dms;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.capability.Grant;
import atoll.capability.OperatorToken;
import atoll.dms.api.HostedAllocationDocument;
import atoll.dms.api.Lending;
import atoll.dms.api.NodeDocument;
import atoll.dms.api.ProviderDocument;
import atoll.dms.api.ResourcesDocument;
import atoll.ensemble.Ensemble;
import atoll.ensemble.EnsembleParser;
import atoll.ensemble.ParseResult;
import atoll.ensemble.SourceFiles;
import atoll.identity.Did;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.ExecutorKind;
import atoll.kernel.Location;
import atoll.kernel.Memory;
import atoll.kernel.Resources;
import atoll.market.FreePorts;
import atoll.market.Offer;
import atoll.market.Price;
import atoll.market.ProviderId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A node with two providers, as tests of this door see it. */
public final class Fixture {
  public static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  public static final InstantSource CLOCK = InstantSource.fixed(NOW);
  public static final NodeDocument NODE =
      new NodeDocument("did:key:zNode", "12D3KooWNode", "0.1.0");

  public static final Ensemble ONE_TASK = ensemble("0.5");
  public static final Ensemble TOO_LARGE = ensemble("64");

  public static final Lending LENDING =
      new Lending() {
        @Override
        public List<ProviderDocument> providers() {
          return List.of(
              new ProviderDocument(
                  "A",
                  "did:key:zA",
                  true,
                  "EU/DE/Berlin",
                  List.of(ExecutorKind.NULL, ExecutorKind.WASM),
                  ResourcesDocument.of(room(4)),
                  ResourcesDocument.of(room(1)),
                  List.of("docker: no engine answers")));
        }

        @Override
        public List<HostedAllocationDocument> allocations() {
          return List.of(
              new HostedAllocationDocument(
                  "e1_n1.a",
                  "A",
                  "did:key:zO",
                  AllocationType.TASK,
                  ExecutorKind.NULL,
                  AllocationStatus.RUNNING,
                  ResourcesDocument.of(room(1)),
                  List.of(),
                  NOW,
                  Optional.of(NOW)));
        }
      };

  private Fixture() {}

  public static InMemoryDeployments deployments() {
    return deployments(CLOCK);
  }

  public static InMemoryDeployments deployments(InstantSource clock) {
    return new InMemoryDeployments(List.of(offer("A", 4), offer("B", 2)), clock);
  }

  public static OperatorToken token(Path folder) {
    return OperatorToken.keptIn(folder.resolve("operator.token"), Did.NONE, CLOCK, new Random(7));
  }

  public static String tokenText(Path folder) {
    return OperatorToken.read(folder.resolve("operator.token"));
  }

  public static Grant grant(Path folder) {
    return token(folder).check(tokenText(folder)).orElseThrow();
  }

  /** One task, {@code n1.a}, on the null executor. */
  public static Ensemble ensemble(String cores) {
    return ensemble("n1", cores);
  }

  /** The same on a node of another name. */
  public static Ensemble renamed() {
    return ensemble("n2", "0.5");
  }

  private static Ensemble ensemble(String node, String cores) {
    var yaml =
        """
        version: V1
        metadata: {team: blue}
        allocations:
          a:
            executor: "null"
            type: task
            resources: {cpu: {cores: %s}, ram: {size: 64 MiB}, disk: {size: 8 MiB}}
            execution: {type: "null"}
        nodes:
          %s: {allocations: [a]}
        """
            .formatted(cores, node);
    return switch (EnsembleParser.parse("test.yaml", yaml.getBytes(UTF_8), SourceFiles.none())) {
      case ParseResult.Parsed(var ensemble) -> ensemble;
      case ParseResult.Invalid invalid -> throw new IllegalStateException(invalid.toString());
    };
  }

  private static Offer offer(String id, int cores) {
    return new Offer(
        new ProviderId(id),
        room(cores),
        room(cores),
        0,
        Optional.of("amd64"),
        Set.of(ExecutorKind.NULL, ExecutorKind.WASM),
        Location.of("EU", "DE", "Berlin"),
        Optional.empty(),
        FreePorts.ALL,
        false,
        Optional.of(new Price(2_001)),
        Optional.empty(),
        List.of());
  }

  private static Resources room(int cores) {
    return new Resources(Cpu.ofCores(cores), Memory.ofGibibytes(4), Disk.ofGibibytes(40));
  }
}
