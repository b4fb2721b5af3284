package atoll.kernel;

import java.util.Optional;

/**
 * A graphics processor that is asked for: any vendor and model unless named, with at least {@code
 * vram}.
 */
public record GpuDemand(Optional<GpuVendor> vendor, Optional<String> model, Memory vram) {
  /** Whether {@code gpu} is of the wanted kind and has the video memory. */
  public boolean isMetBy(Gpu gpu) {
    return vendor.map(v -> v == gpu.vendor()).orElse(true)
        && model.map(m -> gpu.model().equalsIgnoreCase(m)).orElse(true)
        && vram.fitsIn(gpu.vram());
  }
}
