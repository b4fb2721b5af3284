package atoll.hardware;

import atoll.kernel.Gpu;
import atoll.kernel.Memory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What vendors' tools told.
 *
 * @param vramUsed by UUID, where it is told
 * @param notes what went wrong, for people; a tool that is not installed is no trouble
 */
record GpuFindings(List<Gpu> gpus, Map<String, Memory> vramUsed, List<String> notes) {
  static final GpuFindings NOTHING = new GpuFindings(List.of(), Map.of(), List.of());

  GpuFindings {
    gpus = List.copyOf(gpus);
    vramUsed = Map.copyOf(vramUsed);
    notes = List.copyOf(notes);
  }

  static GpuFindings note(String text) {
    return new GpuFindings(List.of(), Map.of(), List.of(text));
  }

  GpuFindings and(GpuFindings other) {
    var all = new ArrayList<>(gpus);
    all.addAll(other.gpus);
    var used = new HashMap<>(vramUsed);
    used.putAll(other.vramUsed);
    var said = new ArrayList<>(notes);
    said.addAll(other.notes);
    return new GpuFindings(all, used, said);
  }

  /** Accounting goes by UUID, so a second device of the same name is left out. */
  GpuFindings eachOnce() {
    var seen = new LinkedHashMap<String, Gpu>();
    var said = new ArrayList<>(notes);
    for (var gpu : gpus)
      if (seen.putIfAbsent(gpu.uuid(), gpu) != null)
        said.add(
            "GPU "
                + gpu.index()
                + " ("
                + gpu.model()
                + ") is not offered: another one is named "
                + gpu.uuid()
                + " too");
    return new GpuFindings(List.copyOf(seen.values()), vramUsed, said);
  }
}
