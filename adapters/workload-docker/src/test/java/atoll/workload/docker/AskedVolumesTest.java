package atoll.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.workload.Program;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the engine is asked for in its own words (Infernet §1.3, §3.3). */
class AskedVolumesTest extends RealEngine {
  private final String volume = "a-volume-of-a-test-" + UUID.randomUUID() + "-with-a-long-name_";

  @AfterEach
  void removeVolume() {
    TestEngine.CLIENT.listVolumesCmd().exec().getVolumes().stream()
        .filter(found -> found.getName().equals(volume))
        .forEach(found -> TestEngine.CLIENT.removeVolumeCmd(volume).exec());
  }

  @Test
  void theEngineMakesWhatIsMissing() throws Exception {
    var missing = folders.resolve("not/here");
    var run =
        executor()
            .start(
                workload(
                    "a",
                    asking(
                        "touch /named/x /own/x; touch /in/x || echo read-only",
                        false,
                        missing + ":/in:ro",
                        volume + ":/named:rw",
                        "/own")));
    run.await();
    assertThat(missing).isDirectory();
    assertThat(out(run)).isEqualTo("read-only\n");
    assertThat(TestEngine.CLIENT.inspectVolumeCmd(volume).exec().getName()).isEqualTo(volume);
    executor().remove(run.allocation());
    assertThat(TestEngine.CLIENT.inspectVolumeCmd(volume).exec().getName())
        .as("a volume outlives its containers")
        .isEqualTo(volume);
  }

  @Test
  void whatTheEngineDoesNotTakeIsToldInItsWords() throws Exception {
    var volumes = workload("a", asking("true", false, "/a:relative"));
    assertThatThrownBy(() -> executor().start(volumes)).hasMessageContaining("relative");
    var noVolume = workload("a", asking("true", false, "a:/b:what:ever"));
    assertThatThrownBy(() -> executor().start(noVolume))
        .hasMessageContaining("no volume is source:destination[:mode]: a:/b:what:ever");
  }

  @Test
  void gpusThatTheEngineDoesNotHaveAreRefusedByIt() throws Exception {
    var gpus = workload("a", asking("true", true));
    assertThatThrownBy(() -> executor().start(gpus))
        .hasMessageContaining("could not select device driver");
  }

  private static Program.Container asking(String shell, boolean everyGpu, String... volumes) {
    return new Program.Container(
        TestEngine.BUSYBOX,
        Optional.empty(),
        Optional.of(List.of("sh", "-c", shell)),
        Map.of(),
        Optional.empty(),
        false,
        Optional.empty(),
        Program.Restart.NO,
        List.of(volumes),
        everyGpu,
        Program.Manner.CONFINED);
  }
}
