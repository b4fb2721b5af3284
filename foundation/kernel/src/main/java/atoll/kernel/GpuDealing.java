package atoll.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Which device gives each GPU that is asked for its video memory; one device may give several.
 * Wishes of most memory choose first, and take from the fullest device that fits, so that large
 * devices stay whole; where that leaves no room for the rest, they choose again. Finds a way if
 * there is one, unless more than {@link #MOST_TRIES} choices would have to be tried.
 */
final class GpuDealing {
  static final int MOST_TRIES = 20_000;

  private final List<GpuDemand> wishes;
  private final List<Gpu> devices;
  private final int[] chosen;
  private int tries;

  private GpuDealing(List<GpuDemand> wishes, List<Gpu> devices) {
    this.wishes = wishes.stream().sorted(Comparator.comparing(GpuDemand::vram).reversed()).toList();
    this.devices = new ArrayList<>(devices);
    this.chosen = new int[wishes.size()];
  }

  /** The part of a device for each wish, largest first; empty if they do not fit together. */
  static Optional<List<Gpu>> deal(List<GpuDemand> wishes, List<Gpu> devices) {
    return new GpuDealing(wishes, devices).dealt();
  }

  private Optional<List<Gpu>> dealt() {
    if (!isPossible() || !place(0)) return Optional.empty();
    var parts = new ArrayList<Gpu>();
    for (int i = 0; i < chosen.length; i++)
      parts.add(devices.get(chosen[i]).withVram(wishes.get(i).vram()));
    return Optional.of(parts);
  }

  /** Finds most of what cannot fit without trying every way. */
  private boolean isPossible() {
    return wishes.stream().allMatch(wish -> devices.stream().anyMatch(wish::isMetBy));
  }

  private boolean place(int wish) {
    if (wish == chosen.length) return true;
    var wanted = wishes.get(wish);
    var seen = new HashSet<Kind>();
    for (int device : fullestFirst(wanted)) {
      var before = devices.get(device);
      if (!seen.add(Kind.of(before))) continue; // what fails on one fails on its like
      if (++tries > MOST_TRIES) return false;
      devices.set(device, before.withVram(before.vram().minus(wanted.vram())));
      chosen[wish] = device;
      if (place(wish + 1)) return true;
      devices.set(device, before);
    }
    return false;
  }

  private List<Integer> fullestFirst(GpuDemand wanted) {
    var fitting = new ArrayList<Integer>();
    for (int i = 0; i < devices.size(); i++) if (wanted.isMetBy(devices.get(i))) fitting.add(i);
    fitting.sort(Comparator.comparing(i -> devices.get(i).vram()));
    return fitting;
  }

  /** Devices that no wish tells apart. */
  private record Kind(GpuVendor vendor, String model, Memory left) {
    static Kind of(Gpu gpu) {
      return new Kind(gpu.vendor(), gpu.model(), gpu.vram());
    }
  }
}
