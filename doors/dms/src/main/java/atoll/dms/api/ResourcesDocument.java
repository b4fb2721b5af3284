package atoll.dms.api;

import atoll.kernel.Resources;
import java.util.List;

/** Amounts of a machine: thousandths of a core, and bytes. */
public record ResourcesDocument(
    long cpuMillicores, long memoryBytes, long diskBytes, List<GpuDocument> gpus) {
  public static ResourcesDocument of(Resources amounts) {
    return new ResourcesDocument(
        amounts.cpu().millicores(),
        amounts.memory().bytes(),
        amounts.disk().bytes(),
        amounts.gpus().stream()
            .map(g -> new GpuDocument(g.uuid(), g.vendor().wireName(), g.model(), g.vram().bytes()))
            .toList());
  }

  /** A graphics processor, or the part of one that is lent or held. */
  public record GpuDocument(String uuid, String vendor, String model, long vramBytes) {}
}
