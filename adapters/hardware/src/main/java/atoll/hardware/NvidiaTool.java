package atoll.hardware;

import atoll.kernel.Gpu;
import atoll.kernel.GpuVendor;
import atoll.kernel.Memory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** NVIDIA's {@code nvidia-smi}: a line of values with commas for each GPU, sizes in MiB. */
final class NvidiaTool implements GpuTool {
  private static final List<String> COMMAND =
      List.of(
          "nvidia-smi",
          "--query-gpu=index,uuid,memory.total,memory.used,name",
          "--format=csv,noheader,nounits");

  @Override
  public GpuFindings ask(Commands commands) throws InterruptedException {
    return GpuTool.ask(commands, COMMAND, NvidiaTool::read).orElse(GpuFindings.NOTHING);
  }

  static GpuFindings read(String text) {
    var gpus = new ArrayList<Gpu>();
    var used = new HashMap<String, Memory>();
    var notes = new ArrayList<String>();
    for (var line : text.strip().split("\\R")) {
      if (line.isBlank() || line.startsWith("No devices")) continue;
      var values = line.split(",", 5);
      if (values.length < 5) throw new IllegalArgumentException("a line \"" + line.strip() + "\"");
      var uuid = values[1].strip();
      var name = values[4].strip();
      var total = Sizes.mebibytes(values[2]);
      if (total.isEmpty()) {
        notes.add(
            "NVIDIA GPU " + name + " is not offered: its tool does not tell its video memory");
        continue;
      }
      gpus.add(new Gpu(uuid, index(values[0]), GpuVendor.NVIDIA, name, total.get()));
      Sizes.mebibytes(values[3]).ifPresent(amount -> used.put(uuid, amount));
    }
    return new GpuFindings(gpus, used, notes);
  }

  private static int index(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("an index \"" + text.strip() + "\"", e);
    }
  }
}
