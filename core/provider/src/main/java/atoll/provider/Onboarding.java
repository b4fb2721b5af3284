package atoll.provider;

import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Memory;
import atoll.kernel.Resources;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of a machine may be lent (DMS §8.1): at least a core and at most all; 10 to 90 % of
 * memory and of each GPU's.
 */
public final class Onboarding {
  private Onboarding() {}

  /** Everything that forbids lending {@code wanted}; empty if it may be lent. */
  public static List<String> problems(Resources wanted, Resources machine) {
    var problems = new ArrayList<String>();
    if (wanted.cpu().compareTo(Cpu.ofCores(1)) < 0 || !wanted.cpu().fitsIn(machine.cpu()))
      problems.add(
          "cpu: " + wanted.cpu() + " is not between 1 core and the machine's " + machine.cpu());
    share("memory", wanted.memory(), machine.memory(), problems);
    if (wanted.disk().equals(Disk.ZERO))
      problems.add("disk: nothing is offered; offer more than 0");
    else if (!wanted.disk().fitsIn(machine.disk()))
      problems.add(
          "disk: " + wanted.disk() + " is more than the " + machine.disk() + " that are free");
    for (var gpu : wanted.gpus()) {
      var device = machine.gpu(gpu.uuid());
      if (device.isEmpty())
        problems.add("gpu " + gpu.index() + ": this machine has no such device");
      else share("gpu " + gpu.index() + " memory", gpu.vram(), device.get().vram(), problems);
    }
    return problems;
  }

  private static void share(String what, Memory wanted, Memory total, List<String> problems) {
    var least = new Memory(total.bytes() / 10);
    var most = new Memory(total.bytes() / 10 * 9);
    if (wanted.compareTo(least) < 0 || wanted.compareTo(most) > 0)
      problems.add(
          what
              + ": "
              + wanted
              + " is not between 10 % and 90 % of the machine's "
              + total
              + " ("
              + least
              + " to "
              + most
              + ")");
  }
}
