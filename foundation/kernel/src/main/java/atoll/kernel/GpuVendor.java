package atoll.kernel;

import java.util.Locale;
import java.util.Optional;

/** Who made a graphics processor, with the name that the wire uses (DMS §8.2). */
public enum GpuVendor {
  NVIDIA("NVIDIA"),
  AMD("AMD/ATI"),
  INTEL("Intel");

  private final String wireName;

  GpuVendor(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /** Reads a vendor in any case; {@code amd}, {@code ati} and {@code amd/ati} are the same. */
  public static Optional<GpuVendor> parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nvidia" -> Optional.of(NVIDIA);
      case "amd", "ati", "amd/ati" -> Optional.of(AMD);
      case "intel" -> Optional.of(INTEL);
      default -> Optional.empty();
    };
  }
}
