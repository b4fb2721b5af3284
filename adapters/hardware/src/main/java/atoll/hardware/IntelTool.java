package atoll.hardware;

import atoll.kernel.Gpu;
import atoll.kernel.GpuVendor;
import atoll.kernel.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Intel's {@code xpu-smi}: a list of devices, then the memory of each. A GPU is named by its PCI
 * address, from which Intel makes its UUID too, so that its render node is found for certain. What
 * is in use is not asked.
 */
final class IntelTool implements GpuTool {
  /** One device of the list. */
  record Listed(int id, String name, String pciAddress) {}

  @Override
  public GpuFindings ask(Commands commands) throws InterruptedException {
    var listed = new ArrayList<Listed>();
    var found =
        GpuTool.ask(
                commands,
                List.of("xpu-smi", "discovery", "-j"),
                text -> {
                  listed.addAll(readList(text));
                  return GpuFindings.NOTHING;
                })
            .orElse(GpuFindings.NOTHING);
    for (var device : listed) {
      var details = List.of("xpu-smi", "discovery", "-d", Integer.toString(device.id), "-j");
      found =
          found.and(
              GpuTool.ask(commands, details, text -> gpu(device, text))
                  .orElse(GpuFindings.NOTHING));
    }
    return found;
  }

  static List<Listed> readList(String text) {
    var devices = new ArrayList<Listed>();
    for (var device : ToolJson.read(text).path("device_list")) {
      if (device.path("device_function_type").asString("physical").equals("virtual")) continue;
      devices.add(
          new Listed(
              device.path("device_id").asInt(devices.size()),
              device.path("device_name").asString("Intel GPU"),
              device.path("pci_bdf_address").asString("").toLowerCase(Locale.ROOT)));
    }
    return devices;
  }

  static GpuFindings gpu(Listed device, String text) {
    Optional<Memory> vram =
        Sizes.bytes(ToolJson.read(text).path("memory_physical_size_byte").asString(""));
    if (vram.isEmpty() || device.pciAddress.isEmpty())
      return GpuFindings.note(
          device.name
              + " is not offered: its tool tells no "
              + (vram.isEmpty() ? "memory" : "address"));
    var gpu =
        new Gpu("pci-" + device.pciAddress, device.id, GpuVendor.INTEL, device.name, vram.get());
    return new GpuFindings(List.of(gpu), Map.of(), List.of());
  }
}
