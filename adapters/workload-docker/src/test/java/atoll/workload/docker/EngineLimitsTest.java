package atoll.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an engine cannot hold a container to is known beforehand. */
class EngineLimitsTest {
  private static final String ROOT = "/dev/sda1 / ext4 rw,relatime 0 0";
  private static final String QUOTA = "/dev/sdb1 /var/lib/docker xfs rw,prjquota 0 0";

  @Test
  void overlayOnExt4CannotLimitDisk() {
    var limits = EngineLimits.of(overlay("extfs"), List.of(ROOT));
    assertThat(limits.disk()).isFalse();
    assertThat(limits.unenforced()).singleElement().asString().contains("overlay2 on extfs");
  }

  @Test
  void overlayOnXfsLimitsDiskWhereQuotasAreOn() {
    assertThat(EngineLimits.of(overlay("xfs"), List.of(ROOT, QUOTA)).disk()).isTrue();
    assertThat(EngineLimits.of(overlay("xfs"), List.of(QUOTA, ROOT)).disk()).isTrue();
    assertThat(EngineLimits.of(overlay("xfs"), List.of(ROOT)).disk()).isFalse();
    var noQuota = QUOTA.replace("prjquota", "noquota");
    assertThat(EngineLimits.of(overlay("xfs"), List.of(ROOT, noQuota)).disk()).isFalse();
  }

  @Test
  void btrfsLimitsDisk() {
    var limits = EngineLimits.of(engine("btrfs", "", ""), List.of());
    assertThat(limits).isEqualTo(new EngineLimits(true, List.of()));
  }

  @Test
  void whatTheKernelLacksIsNamed() {
    var info =
        engine(
            "zfs",
            "",
            ", \"CpuCfsQuota\": false, \"MemoryLimit\": false, \"SwapLimit\": false, \"PidsLimit\": false, \"Runtimes\": {\"nvidia\": {}}");
    assertThat(EngineLimits.of(info, List.of()).unenforced())
        .hasSize(5)
        .anyMatch(l -> l.startsWith("cpu: "))
        .anyMatch(l -> l.contains("no memory limit"))
        .anyMatch(l -> l.contains("swap"))
        .anyMatch(l -> l.startsWith("processes: "))
        .anyMatch(l -> l.startsWith("video memory: "));
  }

  @Test
  void anAnswerThatIsNoneIsSaid() {
    assertThatThrownBy(() -> EngineInfo.parse("[]".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("not understood");
  }

  private static EngineInfo overlay(String filesystem) {
    return engine("overlay2", filesystem, ", \"MemoryLimit\": true");
  }

  private static EngineInfo engine(String driver, String filesystem, String more) {
    var json =
        """
        {"ServerVersion": "99.1", "Driver": "%s", "DockerRootDir": "/var/lib/docker",
         "DriverStatus": [["Backing Filesystem", "%s"], ["Supports d_type", "true"]]%s}
        """;
    return EngineInfo.parse(
        json.formatted(driver, filesystem, more).getBytes(StandardCharsets.UTF_8));
  }
}
