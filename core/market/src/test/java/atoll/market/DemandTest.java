package atoll.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.ensemble.AllocationSpec;
import atoll.ensemble.Ensemble;
import atoll.ensemble.Execution;
import atoll.ensemble.LocationRule;
import atoll.ensemble.NodeSpec;
import atoll.ensemble.NodeSpec.PortSpec;
import atoll.kernel.AllocationName;
import atoll.kernel.AllocationType;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.ExecutorKind;
import atoll.kernel.Memory;
import atoll.kernel.NodeName;
import atoll.kernel.ResourceDemand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemandTest {
  private static final AllocationName WEB = new AllocationName("web");
  private static final AllocationName JOB = new AllocationName("job");

  @Test
  void aNodeAsksForTheSumOfItsAllocations() {
    var demand = Demand.of(ensemble(Optional.of("amd64"), Optional.of("x86_64"))).getFirst();
    assertThat(demand.node()).isEqualTo(new NodeName("n1"));
    assertThat(demand.resources().cpu()).isEqualTo(new Cpu(1500));
    assertThat(demand.resources().memory()).isEqualTo(Memory.ofMebibytes(2048));
    assertThat(demand.executors()).containsExactly(ExecutorKind.DOCKER, ExecutorKind.NULL);
    assertThat(demand.staticPorts()).containsExactly(16480, 16490);
    assertThat(demand.dynamicPorts()).isEqualTo(1);
    assertThat(demand.privileged()).isTrue();
    assertThat(demand.pinned()).contains(new ProviderId("peer"));
    assertThat(demand.excluded()).containsExactly(new ProviderId("bad"));
  }

  @Test
  void oneNodeCannotBeOfTwoArchitectures() {
    assertThatThrownBy(() -> Demand.of(ensemble(Optional.of("amd64"), Optional.of("arm64"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("node n1 has allocations for amd64 and for arm64");
  }

  private static Ensemble ensemble(Optional<String> one, Optional<String> other) {
    var allocations = new LinkedHashMap<AllocationName, AllocationSpec>();
    allocations.put(
        WEB,
        allocation(
            one,
            1000,
            new Execution.Docker(
                "nginx",
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                true,
                Optional.empty(),
                Execution.RestartPolicy.NO)));
    allocations.put(JOB, allocation(other, 500, new Execution.Null()));
    var nodes = new LinkedHashMap<NodeName, NodeSpec>();
    nodes.put(
        new NodeName("n1"),
        new NodeSpec(
            List.of(WEB, JOB),
            List.of(
                new PortSpec(16490, 80, WEB),
                new PortSpec(0, 81, WEB),
                new PortSpec(16480, 82, JOB)),
            LocationRule.ANYWHERE,
            Optional.of("peer"),
            0,
            NodeSpec.FailureRecovery.STAY_DOWN));
    return new Ensemble(
        allocations,
        nodes,
        List.of(),
        Optional.empty(),
        Map.of(),
        Map.of(),
        false,
        List.of("bad"),
        Map.of(),
        Map.of(),
        Ensemble.Escalation.REDEPLOY);
  }

  private static AllocationSpec allocation(
      Optional<String> architecture, long millicores, Execution execution) {
    return new AllocationSpec(
        AllocationType.SERVICE,
        new ResourceDemand(
            new Cpu(millicores),
            0,
            architecture,
            Memory.ofMebibytes(1024),
            Disk.ofMebibytes(10),
            List.of()),
        execution,
        "web",
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        AllocationSpec.FailureRecovery.STAY_DOWN,
        List.of());
  }
}
