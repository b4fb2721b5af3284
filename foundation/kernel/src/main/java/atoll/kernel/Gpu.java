package atoll.kernel;

/**
 * A graphics processor, or the part of one that is lent or held.
 *
 * @param uuid what names the device for ever; accounting goes by it
 * @param index the vendor tool's number for it, which may change at a reboot
 * @param vram the video memory that this part covers
 */
public record Gpu(String uuid, int index, GpuVendor vendor, String model, Memory vram) {
  public Gpu {
    if (uuid.isBlank()) throw new IllegalArgumentException("a GPU needs a UUID");
    if (index < 0) throw new IllegalArgumentException("GPU index is negative: " + index);
  }

  public Gpu withVram(Memory amount) {
    return new Gpu(uuid, index, vendor, model, amount);
  }
}
