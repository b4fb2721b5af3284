package atoll.hardware;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the kernel says of the first processor in {@code /proc/cpuinfo}; other systems have no such file. */
record CpuInfoFile(String model, String vendor, long clockHertz, long cacheBytes) {

  static CpuInfoFile read(Path file, List<String> notes) {
    var members = new HashMap<String, String>();
    try {
      for (var line : Files.readAllLines(file)) {
        int colon = line.indexOf(':');
        if (colon > 0) members.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    } catch (IOException e) {
      notes.add("the processor's model and clock are unknown: " + file + " cannot be read");
    }
    return new CpuInfoFile(
        members.getOrDefault("model name", ""),
        members.getOrDefault("vendor_id", ""),
        amount(members, "cpu MHz", 1_000_000),
        amount(members, "cache size", 1024));
  }

  private static long amount(Map<String, String> members, String name, long unit) {
    var text = members.getOrDefault(name, "0").split(" ", 2)[0];
    try {
      return new BigDecimal(text).multiply(BigDecimal.valueOf(unit)).longValue();
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
