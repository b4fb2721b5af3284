package atoll.workload.docker;

import atoll.kernel.Gpu;
import atoll.kernel.GpuVendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One graphics device of the kernel's direct rendering manager: the files under {@code /dev/dri} by
 * which programs reach it, as sysfs tells them.
 *
 * @param pciAddress such as {@code 0000:03:00.0}
 * @param uniqueId what an AMD device calls itself, in hex digits; empty if it does not say
 * @param card such as {@code /dev/dri/card0}, absent for devices without a display part
 * @param render such as {@code /dev/dri/renderD128}
 */
record RenderNode(
    GpuVendor vendor,
    String pciAddress,
    Optional<String> uniqueId,
    Optional<String> card,
    String render) {

  /** All devices of vendors we know, in the order of their PCI addresses. */
  static List<RenderNode> of(Path sys) {
    var found = new ArrayList<RenderNode>();
    try (var nodes = Files.newDirectoryStream(sys.resolve("class/drm"), "renderD*")) {
      for (var node : nodes) read(node).ifPresent(found::add);
    } catch (IOException _) {
      return List.of(); // no graphics driver is loaded
    }
    found.sort(Comparator.comparing(RenderNode::pciAddress));
    return List.copyOf(found);
  }

  /**
   * The device that {@code gpu} is: by its own id or PCI address where its UUID holds one, else by
   * the vendor tool's number, which counts in the order of PCI addresses.
   */
  static Optional<RenderNode> find(List<RenderNode> nodes, Gpu gpu) {
    var ours = nodes.stream().filter(n -> n.vendor == gpu.vendor()).toList();
    var uuid = digits(gpu.uuid());
    for (var node : ours) {
      if (node.uniqueId.map(id -> uuid.equals(digits(id))).orElse(false)) return Optional.of(node);
      if (gpu.uuid().toLowerCase(Locale.ROOT).contains(node.pciAddress)) return Optional.of(node);
    }
    return gpu.index() < ours.size() ? Optional.of(ours.get(gpu.index())) : Optional.empty();
  }

  private static Optional<RenderNode> read(Path node) throws IOException {
    var device = node.resolve("device");
    var vendor = vendor(text(device.resolve("vendor")).orElse(""));
    if (vendor.isEmpty()) return Optional.empty();
    return Optional.of(
        new RenderNode(
            vendor.get(),
            device.toRealPath().getFileName().toString().toLowerCase(Locale.ROOT),
            text(device.resolve("unique_id")),
            card(device),
            "/dev/dri/" + node.getFileName()));
  }

  private static Optional<String> card(Path device) throws IOException {
    try (var cards = Files.newDirectoryStream(device.resolve("drm"), "card*")) {
      for (var card : cards) return Optional.of("/dev/dri/" + card.getFileName());
    }
    return Optional.empty();
  }

  private static Optional<GpuVendor> vendor(String pciVendor) {
    return switch (pciVendor) {
      case "0x1002" -> Optional.of(GpuVendor.AMD);
      case "0x8086" -> Optional.of(GpuVendor.INTEL);
      default -> Optional.empty();
    };
  }

  private static Optional<String> text(Path file) throws IOException {
    return Files.isReadable(file)
        ? Optional.of(Files.readString(file).strip()).filter(t -> !t.isEmpty())
        : Optional.empty();
  }

  private static String digits(String id) {
    var lower = id.toLowerCase(Locale.ROOT);
    return (lower.startsWith("0x") ? lower.substring(2) : lower).replace("-", "");
  }
}
