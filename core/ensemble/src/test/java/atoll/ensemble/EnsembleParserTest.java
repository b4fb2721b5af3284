package atoll.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.AllocationName;
import atoll.kernel.AllocationType;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.ExecutorKind;
import atoll.kernel.GpuVendor;
import atoll.kernel.Memory;
import atoll.kernel.NodeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A24: ensemble files are read as written")
class EnsembleParserTest {
  @Test
  void aServiceWithACheckAndAPublicPort() {
    var ensemble = Given.parsed(Given.EXAMPLE_A);

    var web = ensemble.allocation(new AllocationName("web"));
    assertThat(web.type()).isEqualTo(AllocationType.SERVICE);
    assertThat(web.executor()).isEqualTo(ExecutorKind.DOCKER);
    assertThat(web.resources().cpu()).isEqualTo(Cpu.ofCores(1));
    assertThat(web.resources().memory()).isEqualTo(Memory.ofGibibytes(1));
    assertThat(web.resources().disk()).isEqualTo(Disk.ofGibibytes(1));
    assertThat(web.healthCheck().orElseThrow().probe())
        .isInstanceOfSatisfying(
            HealthCheck.Probe.Command.class, probe -> assertThat(probe.expected()).contains("200"));
    assertThat(ensemble.node(new NodeName("n1")).ports())
        .containsExactly(new NodeSpec.PortSpec(16480, 80, new AllocationName("web")));
  }

  @Test
  void aTaskOfHalfACore() {
    var hello = Given.parsed(Given.EXAMPLE_B).allocation(new AllocationName("hello"));

    assertThat(hello.type()).isEqualTo(AllocationType.TASK);
    assertThat(hello.resources().cpu()).isEqualTo(new Cpu(500));
    assertThat(hello.resources().memory()).isEqualTo(Memory.ofMebibytes(512));
    assertThat(hello.dnsName()).isEqualTo("hello");
    assertThat(hello.execution())
        .isInstanceOfSatisfying(
            Execution.Docker.class,
            docker -> {
              assertThat(docker.command()).contains(List.of("echo", "hello, ensemble"));
              assertThat(docker.entrypoint()).isEmpty();
            });
  }

  @Test
  void twoNodesWithAllThatJoinsThem() {
    var ensemble = Given.parsed(Given.EXAMPLE_C);

    var a = new NodeName("a");
    var b = new NodeName("b");
    assertThat(ensemble.edges())
        .containsExactly(new EdgeConstraint(a, b, OptionalLong.of(50), OptionalLong.of(10_000)));
    assertThat(ensemble.joinSubnet()).isTrue();
    assertThat(ensemble.metadata()).isEqualTo(Map.of("project", "demo"));
    assertThat(ensemble.scripts()).containsOnlyKeys("warmup");
    assertThat(ensemble.node(a).location().accept().getFirst().continent()).contains("EU");
    assertThat(ensemble.supervisor().orElseThrow().children()).hasSize(1);
    var train = ensemble.allocation(new AllocationName("train"));
    assertThat(train.provision()).containsExactly("warmup");
    assertThat(train.resources().memory()).isEqualTo(Memory.ofGibibytes(16));
    var gpu = train.resources().gpus().getFirst();
    assertThat(gpu.vendor()).contains(GpuVendor.NVIDIA);
    assertThat(gpu.vram()).isEqualTo(Memory.ofGibibytes(8));
    var db = ensemble.allocation(new AllocationName("db"));
    assertThat(db.resources().clockHertz()).isEqualTo(2_000_000_000L);
    assertThat(db.execution())
        .isInstanceOfSatisfying(
            Execution.Docker.class,
            docker ->
                assertThat(docker.environment())
                    .containsExactly(Map.entry("POSTGRES_PASSWORD", "secret")));
    assertThat(ensemble.nodeOf(new AllocationName("train"))).isEqualTo(b);
    assertThat(Optional.of(ensemble.escalation())).contains(Ensemble.Escalation.REDEPLOY);
  }
}
