package atoll.orchestrator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import atoll.market.PlacementPolicy;

/** Machines that were written down and read again. */
public final class Recalled {
  private static final StrictJson JSON = new StrictJson(1 << 20, 64);

  private Recalled() {}

  public static byte[] written(DeploymentMachine machine) {
    var out = new CanonicalJson();
    MachineRecord.write(out, machine);
    return out.toBytes();
  }

  public static DeploymentMachine read(DeploymentMachine of, byte[] record) {
    return MachineRecord.read(
        of.course.id, Fields.of(JSON.read(record)), of.course.versions, PlacementPolicy.SPREAD);
  }

  /** The same machine after a crash. */
  public static DeploymentMachine of(DeploymentMachine machine) {
    return read(machine, written(machine));
  }

  public static void sameAs(DeploymentMachine machine) {
    var again = of(machine);
    assertThat(new String(written(again), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(new String(written(machine), java.nio.charset.StandardCharsets.UTF_8));
    assertThat(again.view().allocations()).isEqualTo(machine.view().allocations());
    assertThat(again.view().status()).isEqualTo(machine.view().status());
  }
}
