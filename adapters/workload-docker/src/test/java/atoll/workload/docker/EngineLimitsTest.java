package atoll.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Info;
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
    var limits = EngineLimits.of(overlay("").withDriver("btrfs"), List.of());
    assertThat(limits).isEqualTo(new EngineLimits(true, List.of()));
  }

  @Test
  void whatTheKernelLacksIsNamed() {
    var info =
        overlay("")
            .withDriver("zfs")
            .withCpuCfsQuota(false)
            .withMemoryLimit(false)
            .withSwapLimit(false);
    assertThat(EngineLimits.of(info, List.of()).unenforced())
        .hasSize(3)
        .anyMatch(l -> l.startsWith("cpu: "))
        .anyMatch(l -> l.contains("no memory limit"))
        .anyMatch(l -> l.contains("swap"));
  }

  private static Info overlay(String filesystem) {
    return new Info()
        .withDriver("overlay2")
        .withDockerRootDir("/var/lib/docker")
        .withDriverStatuses(List.of(List.of("Backing Filesystem", filesystem)));
  }
}
