package atoll.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.ensemble.Execution;
import atoll.ensemble.LocationRule;
import atoll.ensemble.VolumeSpec;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationName;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.EnsembleId;
import atoll.kernel.ExecutorKind;
import atoll.kernel.GpuDemand;
import atoll.kernel.GpuVendor;
import atoll.kernel.LeaseId;
import atoll.kernel.Location;
import atoll.kernel.Memory;
import atoll.kernel.NodeName;
import atoll.kernel.ResourceDemand;
import atoll.kernel.json.MalformedJsonException;
import atoll.market.Demand;
import atoll.market.ProviderId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
  private static final EnsembleId ENSEMBLE = new EnsembleId("e1");
  private static final AllocationId WEB = AllocationId.parse("e1_n1.web");
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final ResourceDemand SOME =
      new ResourceDemand(
          new Cpu(1500),
          2_000_000_000L,
          Optional.of("x86_64"),
          Memory.ofMebibytes(64),
          Disk.ofGibibytes(1),
          List.of(
              new GpuDemand(Optional.of(GpuVendor.AMD), Optional.empty(), Memory.ofGibibytes(8))));

  private final BidRequest bidRequest =
      new BidRequest(
          ENSEMBLE,
          7,
          List.of(
              new Demand(
                  new NodeName("n1"),
                  SOME,
                  Set.of(ExecutorKind.DOCKER, ExecutorKind.WASM),
                  new LocationRule(
                      List.of(Location.of("EU", "DE", "")), List.of(Location.of("EU", "FR", ""))),
                  List.of(16480),
                  2,
                  true,
                  Optional.empty(),
                  Set.of(new ProviderId("12D3KooWDwTirQce1RRKnasT5fPVFgzXCy6SiRgSwrwPGLC7zE91")))),
          Set.of(new ProviderId("12D3KooWDwTirQce1RRKnasT5fPVFgzXCy6SiRgSwrwPGLC7zE91")),
          true);

  private final CommitRequest commit =
      new CommitRequest(
          WEB,
          SOME,
          List.of(
              new CommitRequest.PortWish(16480, 80),
              new CommitRequest.PortWish(0, 81),
              new CommitRequest.PortWish(0, 82)),
          new LeaseId("lease"),
          NOW.plusSeconds(60));

  @Test
  void aBidRequestIsReadAsItWasWritten() {
    assertThat(BidRequest.parse(bidRequest.toJson())).isEqualTo(bidRequest);
  }

  @Test
  void aCommitIsReadAsItWasWritten() {
    assertThat(CommitRequest.parse(commit.toJson(), NOW)).isEqualTo(commit);
  }

  @Test
  void aCommitOfAV05PeerIsHeldForAMinuteUnderTheAllocationsName() {
    var json =
        "{\"EnsembleID\":\"e1\",\"AllocationName\":\"web\",\"NodeID\":\"n1\",\"Resources\":{\"CPU\":{\"Cores\":1.0},\"RAM\":{\"Size\":67108864.0},\"Disk\":{\"Size\":1}},\"PortMapping\":{\"16480\":80}}";
    var read = CommitRequest.parse(json.getBytes(UTF_8), NOW);
    assertThat(read.allocation()).isEqualTo(WEB);
    assertThat(read.resources().memory()).isEqualTo(Memory.ofMebibytes(64));
    assertThat(read.lease()).isEqualTo(new LeaseId("e1_n1.web"));
    assertThat(read.until()).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void anAllocateIsReadAsItWasWrittenWithItsScriptsInOrder() {
    var orders = new LinkedHashMap<AllocationName, AllocateRequest.Order>();
    orders.put(
        new AllocationName("web"),
        new AllocateRequest.Order(
            AllocationType.SERVICE,
            SOME,
            new Execution.Docker(
                "busybox:1",
                Optional.empty(),
                Optional.of(List.of("httpd", "-f")),
                Map.of("A", "x=y"),
                Optional.of("/srv"),
                false,
                Optional.of(new Execution.RegistryLogin("me", "secret")),
                Execution.RestartPolicy.ON_FAILURE),
            List.of(script("z"), script("a"), script("m")),
            List.of(
                new AllocateRequest.Key("ssh", "ssh-ed25519 AAAA", "/root/.ssh/authorized_keys")),
            List.of(new VolumeSpec.Local("data", "/data", true)),
            Optional.of(new LeaseId("lease")),
            Optional.empty()));
    var read =
        AllocateRequest.parse(new AllocateRequest(ENSEMBLE, new NodeName("n1"), orders).toJson());
    var order = read.allocations().firstEntry().getValue();
    assertThat(order.scripts())
        .extracting(AllocateRequest.NamedScript::name)
        .containsExactly("z", "a", "m");
    assertThat(order.execution()).isEqualTo(orders.firstEntry().getValue().execution());
    assertThat(order.volumes()).isEqualTo(orders.firstEntry().getValue().volumes());
    assertThat(order.lease()).contains(new LeaseId("lease"));
  }

  @Test
  void reportsAndPiecesAreReadAsTheyWereWritten() {
    var ended =
        new TaskTermination(
            WEB,
            AllocationStatus.FAILED,
            3,
            false,
            "exit code 3",
            Optional.of(new LeaseId("lease")));
    assertThat(TaskTermination.parse(ended.toJson())).isEqualTo(ended);
    var logs = new LogsRequest(WEB.value(), true, 1 << 20, 4096, 500);
    assertThat(LogsRequest.parse(logs.toJson())).isEqualTo(logs);
    var answer = new LogsAnswer(5, 8, 8, true, new byte[] {1, 2, 3}, "");
    assertThat(LogsAnswer.parse(answer.toJson())).isEqualTo(answer);
    var commit = new CommitAnswer(true, "", Map.of(16480, 80, 20000, 81));
    assertThat(CommitAnswer.parse(commit.toJson())).isEqualTo(commit);
    assertThat(Outcome.parse(Outcome.failed("why").toJson())).isEqualTo(Outcome.failed("why"));
  }

  @Test
  void aModuleIsPutTogetherFromItsPieces() {
    var module = new byte[ModuleRequest.PIECE + 10];
    new Random(7).nextBytes(module);
    var carried = CarriedModule.of(module);
    var first = ModuleRequest.parse(new ModuleRequest(carried.sha256(), 0).toJson()).answer(module);
    var second = new ModuleRequest(carried.sha256(), (int) first.nextOffset()).answer(module);
    assertThat(first.end()).isFalse();
    assertThat(second.end()).isTrue();
    assertThat(second.data()).hasSize(10);
    assertThat(carried.is(module)).isTrue();
    module[0]++;
    assertThat(carried.is(module)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"ID\":\"e1\",\"Request\":[]}",
        "{\"ID\":\"\",\"Request\":[{\"V1\":{\"NodeID\":\"n1\",\"Resources\":{}}}]}",
        "{\"ID\":\"e1\",\"Request\":[{\"V1\":{\"NodeID\":\"../x\",\"Resources\":{}}}]}",
        "{\"ID\":\"e1\",\"Request\":[{\"V1\":{\"NodeID\":\"n1\",\"Resources\":{\"CPU\":{\"Cores\":-1}}}}]}",
        "{\"ID\":\"e1\",\"Request\":[{\"V1\":{\"NodeID\":\"n1\",\"Resources\":{\"RAM\":{\"Size\":1e30}}}}]}",
        "{\"ID\":\"e1\",\"Request\":[{\"V1\":{\"NodeID\":\"n1\",\"Resources\":{},\"Executors\":[\"magic\"]}}]}",
        "{\"ID\":\"e1\",\"Request\":[{\"V1\":{\"NodeID\":\"n1\",\"Resources\":{},\"PublicPorts\":{\"Static\":[70000]}}}]}"
      })
  void aBidRequestThatMakesNoSenseIsMalformed(String json) {
    assertThatThrownBy(() -> BidRequest.parse(json.getBytes(UTF_8)))
        .isInstanceOf(MalformedJsonException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void changedBytesAreReadOrMalformedAndNothingElse(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      tryReading(random, bidRequest.toJson(), BidRequest::parse);
      tryReading(random, commit.toJson(), bytes -> CommitRequest.parse(bytes, NOW));
      tryReading(
          random, new LogsRequest("e1_n1.web", false, 0, 10, 10).toJson(), LogsRequest::parse);
      tryReading(
          random,
          new TaskTermination(WEB, AllocationStatus.COMPLETED, 0, false, "", Optional.empty())
              .toJson(),
          TaskTermination::parse);
    }
  }

  static void tryReading(Random random, byte[] original, Function<byte[], Object> parse) {
    var bytes = original.clone();
    for (int i = 0; i <= random.nextInt(4); i++)
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    try {
      assertThat(parse.apply(bytes)).isNotNull();
    } catch (MalformedJsonException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  private static AllocateRequest.NamedScript script(String name) {
    return new AllocateRequest.NamedScript(name, ("echo " + name).getBytes(UTF_8));
  }
}
