package atoll.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.AllocationId;
import atoll.kernel.AllocationType;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Memory;
import atoll.kernel.Resources;
import atoll.workload.Program;
import atoll.workload.Workload;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.LogConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the engine is told. */
class ContainerPlanTest {
  private static final ImageConfig IMAGE = new ImageConfig(List.of("entry"), List.of("default"));
  private static final GpuOptions NO_GPUS =
      new GpuOptions(List.of(), List.of(), List.of(), List.of());

  @Test
  void aCommandLineIsPutTogetherAsTheEngineDoesIt() {
    assertThat(CommandLine.of(container(null, null), IMAGE)).containsExactly("entry", "default");
    assertThat(CommandLine.of(container(null, List.of("c")), IMAGE)).containsExactly("entry", "c");
    assertThat(CommandLine.of(container(List.of("e"), null), IMAGE)).containsExactly("e");
    assertThat(CommandLine.of(container(List.of("e"), List.of("c")), IMAGE))
        .containsExactly("e", "c");
    assertThat(CommandLine.of(container(List.of(), null), IMAGE)).containsExactly("default");
  }

  @Test
  void withoutScriptsTheImagesOwnEntrypointIsLeftAlone() {
    var plan = plan(container(null, null), Optional.empty(), true);
    assertThat(plan.entrypoint()).isEmpty();
    assertThat(plan.command()).isEmpty();
  }

  @Test
  void withScriptsTheRunnerIsHandedTheWholeCommandLine() {
    var plan =
        plan(
            container(null, List.of("a b")),
            Optional.of(Provisioning.in(Path.of("/w/container"))),
            true);
    assertThat(plan.entrypoint()).contains(List.of("/bin/sh", "/.atoll/provision/run"));
    assertThat(plan.command()).contains(List.of("entry", "a b"));
    assertThat(plan.host().getMounts())
        .extracting(m -> m.getSource() + ":" + m.getTarget() + ":" + m.getReadOnly())
        .containsExactly(
            "/w/container/provision:/.atoll/provision:true",
            "/w/container/status:/.atoll/status:false");
  }

  @Test
  void diskIsLimitedWhereTheEngineCan() {
    assertThat(plan(container(null, null), Optional.empty(), true).host().getStorageOpt())
        .isEqualTo(Map.of("size", "1073741824"));
    assertThat(plan(container(null, null), Optional.empty(), false).host().getStorageOpt())
        .isNull();
  }

  @Test
  void theSmallestShareOfACoreIsWhatTheEngineTakes() {
    var host = plan(container(null, null), Optional.empty(), true).host();
    assertThat(host.getNanoCPUs()).as("1 millicore asked").isEqualTo(10_000_000L);
  }

  @Test
  void twoCapabilitiesAreDroppedUnlessTheProgramIsPrivileged() {
    var plain = plan(container(null, null), Optional.empty(), true).host();
    assertThat(plain.getCapDrop()).containsExactly(Capability.NET_RAW, Capability.MKNOD);
    assertThat(plain.getPrivileged()).isFalse();
    var privileged =
        new Program.Container(
            "image",
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            true,
            Optional.empty(),
            Program.Restart.NO,
            List.of(),
            false,
            Program.Manner.CONFINED);
    var host = plan(privileged, Optional.empty(), true).host();
    assertThat(host.getPrivileged()).isTrue();
    assertThat(host.getCapDrop()).isNull();
  }

  @Test
  void theEngineKeepsOutputAsItIs() {
    var log = plan(container(null, null), Optional.empty(), true).host().getLogConfig();
    assertThat(log.getType()).isEqualTo(LogConfig.LoggingType.LOCAL);
  }

  @Test
  void valuesOfTheEnvironmentAreNotPrinted() {
    var program =
        Containers.with(
            container(null, null), Optional.empty(), Map.of("TOKEN", "s3cret=x", "NAME", "v"));
    var plan = plan(program, Optional.empty(), true);
    assertThat(plan.environment()).containsExactly("NAME=v", "TOKEN=s3cret=x");
    assertThat(plan.toString()).contains("TOKEN").doesNotContain("s3cret");
  }

  private static ContainerPlan plan(
      Program.Container program, Optional<Provisioning> provision, boolean diskLimit) {
    var workload =
        new Workload(
            AllocationId.parse("e_n.a"),
            AllocationType.TASK,
            program,
            new Resources(new Cpu(1), Memory.ofMebibytes(64), Disk.ofGibibytes(1)),
            Path.of("/w"),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty());
    return ContainerPlan.of(
        "name", workload, program, IMAGE, provision, Map.of(), NO_GPUS, diskLimit);
  }

  private static Program.Container container(
      @org.jspecify.annotations.Nullable List<String> entrypoint,
      @org.jspecify.annotations.Nullable List<String> command) {
    return new Program.Container(
        "image",
        Optional.ofNullable(entrypoint),
        Optional.ofNullable(command),
        Map.of(),
        Optional.empty(),
        false,
        Optional.empty(),
        Program.Restart.NO,
        List.of(),
        false,
        Program.Manner.CONFINED);
  }
}
