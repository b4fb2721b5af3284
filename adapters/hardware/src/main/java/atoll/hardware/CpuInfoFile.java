package atoll.hardware;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the kernel says of the first processor, in {@code /proc/cpuinfo} and under {@code
 * /sys/devices/system/cpu}; other systems have no such files.
 *
 * @param clockHertz the nominal clock, not that of the moment, where either is told
 */
record CpuInfoFile(String model, String vendor, long clockHertz, long cacheBytes) {
  private static final Pattern CLOCK_IN_NAME = Pattern.compile("@ (\\d+(\\.\\d+)?) ?GHz");
  private static final Map<String, Long> CACHE_UNITS = Map.of("K", 1L << 10, "M", 1L << 20);

  /**
   * @param root of the file system
   */
  static CpuInfoFile read(Path root, List<String> notes) {
    var file = root.resolve("proc/cpuinfo");
    var members = new HashMap<String, String>();
    try {
      for (var line : Files.readAllLines(file)) {
        if (line.isBlank() && !members.isEmpty()) break; // the first processor's part ends
        int colon = line.indexOf(':');
        if (colon > 0)
          members.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    } catch (IOException e) {
      notes.add("the processor's model and clock are unknown: " + file + " cannot be read");
    }
    var first = root.resolve("sys/devices/system/cpu/cpu0");
    var model = members.getOrDefault("model name", "");
    long cache = lastLevelCache(first.resolve("cache"));
    return new CpuInfoFile(
        model,
        members.getOrDefault("vendor_id", ""),
        clock(first, model, members),
        cache > 0 ? cache : amount(members, "cache size", 1024));
  }

  private static long clock(Path first, String model, Map<String, String> members) {
    long nominal = kilohertz(first.resolve("cpufreq/base_frequency"));
    if (nominal > 0) return nominal;
    var named = CLOCK_IN_NAME.matcher(model);
    if (named.find()) return new BigDecimal(named.group(1)).movePointRight(9).longValue();
    long highest = kilohertz(first.resolve("cpufreq/cpuinfo_max_freq"));
    return highest > 0 ? highest : amount(members, "cpu MHz", 1_000_000);
  }

  private static long kilohertz(Path file) {
    return number(text(file)) * 1000;
  }

  /** Sizes are written like {@code 32768K}; the highest {@code index} is the last level. */
  private static long lastLevelCache(Path folder) {
    for (int index = 8; index >= 0; index--) {
      var text = text(folder.resolve("index" + index).resolve("size"));
      if (text.isEmpty()) continue;
      long unit = CACHE_UNITS.getOrDefault(text.substring(text.length() - 1), 0L);
      return number(text.substring(0, text.length() - 1)) * unit;
    }
    return 0;
  }

  private static long amount(Map<String, String> members, String name, long unit) {
    var text = members.getOrDefault(name, "0").split(" ", 2)[0];
    try {
      return new BigDecimal(text).multiply(BigDecimal.valueOf(unit)).longValue();
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static long number(String text) {
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String text(Path file) {
    try {
      return Files.isReadable(file) ? Files.readString(file).strip() : "";
    } catch (IOException e) {
      return ""; // some files of the kernel are there and refuse to be read
    }
  }
}
