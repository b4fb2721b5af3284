package atoll.hardware;

import atoll.kernel.Gpu;
import atoll.kernel.GpuVendor;
import atoll.kernel.Memory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * AMD's {@code amd-smi}, else the older {@code rocm-smi}. A GPU is named by its own serial in hex
 * digits, which both tools and the kernel tell alike; where it has none, by its PCI address.
 */
final class AmdTools implements GpuTool {
  @Override
  public GpuFindings ask(Commands commands) throws InterruptedException {
    var newer =
        GpuTool.ask(
            commands,
            List.of("amd-smi", "static", "--asic", "--bus", "--vram", "--json"),
            AmdTools::readStatic);
    if (newer.isPresent() && newer.get().notes().isEmpty())
      return newer.get().and(used(commands, newer.get().gpus()));
    var older =
        GpuTool.ask(
            commands,
            List.of(
                "rocm-smi",
                "--showproductname",
                "--showuniqueid",
                "--showbus",
                "--showmeminfo",
                "vram",
                "--json"),
            AmdTools::readRocm);
    return older
        .filter(o -> o.notes().isEmpty())
        .or(() -> newer)
        .or(() -> older)
        .orElse(GpuFindings.NOTHING);
  }

  private static GpuFindings used(Commands commands, List<Gpu> gpus) throws InterruptedException {
    if (gpus.isEmpty()) return GpuFindings.NOTHING;
    return GpuTool.ask(
            commands,
            List.of("amd-smi", "metric", "--mem-usage", "--json"),
            text -> readUsed(text, gpus))
        .orElse(GpuFindings.NOTHING);
  }

  static GpuFindings readStatic(String text) {
    var gpus = new ArrayList<Gpu>();
    var notes = new ArrayList<String>();
    for (var card : list(text)) {
      var name = card.path("asic").path("market_name").asString("");
      if (name.isBlank()) continue; // the tool's list may begin with entries of nothing (DMS §8.6)
      add(
          card.path("gpu").asInt(gpus.size()),
          name,
          card.path("asic").path("asic_serial").asString(""),
          card.path("bus").path("bdf").asString(""),
          Sizes.withUnit(card.path("vram").path("size")),
          gpus,
          notes);
    }
    return new GpuFindings(gpus, java.util.Map.of(), notes);
  }

  static GpuFindings readUsed(String text, List<Gpu> gpus) {
    var used = new HashMap<String, Memory>();
    for (var card : list(text)) {
      int index = card.path("gpu").asInt(-1);
      var amount = Sizes.withUnit(card.path("mem_usage").path("used_vram"));
      for (var gpu : gpus) if (gpu.index() == index) amount.ifPresent(a -> used.put(gpu.uuid(), a));
    }
    return new GpuFindings(List.of(), used, List.of());
  }

  static GpuFindings readRocm(String text) {
    var gpus = new ArrayList<Gpu>();
    var used = new HashMap<String, Memory>();
    var notes = new ArrayList<String>();
    for (var member : ToolJson.read(text).properties()) {
      var key = member.getKey();
      if (!key.matches("card\\d+")) continue;
      var card = member.getValue();
      var name = text(card, "card series", "card model", "device name");
      if (name.isBlank()) continue;
      int before = gpus.size();
      add(
          Integer.parseInt(key.substring(4)),
          name,
          text(card, "unique id"),
          text(card, "pci bus"),
          Sizes.bytes(text(card, "vram total memory (b)")),
          gpus,
          notes);
      if (gpus.size() > before)
        Sizes.bytes(text(card, "vram total used memory (b)"))
            .ifPresent(a -> used.put(gpus.getLast().uuid(), a));
    }
    return new GpuFindings(gpus, used, notes);
  }

  private static void add(
      int index,
      String name,
      String serial,
      String pci,
      Optional<Memory> vram,
      List<Gpu> gpus,
      List<String> notes) {
    var uuid =
        serial.matches("(0x)?[0-9a-fA-F]+")
            ? serial.toLowerCase(Locale.ROOT)
            : pci.isBlank() ? "" : "pci-" + pci.toLowerCase(Locale.ROOT);
    if (uuid.isEmpty())
      notes.add(
          "AMD GPU " + name + " is not offered: its tool tells neither a serial nor an address");
    else if (vram.isEmpty())
      notes.add("AMD GPU " + name + " is not offered: its tool does not tell its video memory");
    else gpus.add(new Gpu(uuid, index, GpuVendor.AMD, name, vram.get()));
  }

  /** Newer tools wrap the list. */
  private static Iterable<JsonNode> list(String text) {
    var document = ToolJson.read(text);
    return document.isArray() ? document : document.path("gpu_data");
  }

  /** The first of these members that says something; their case differs between versions. */
  private static String text(JsonNode card, String... names) {
    for (var name : names)
      for (var member : card.properties())
        if (member.getKey().toLowerCase(Locale.ROOT).equals(name)) {
          var value = member.getValue().asString("").strip();
          if (!value.isEmpty() && !value.equals("N/A")) return value;
        }
    return "";
  }
}
