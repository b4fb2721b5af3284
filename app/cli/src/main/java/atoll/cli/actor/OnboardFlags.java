package atoll.cli.actor;

import atoll.cli.CommandRefused;
import atoll.kernel.json.CanonicalJson;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How much of a machine is lent, as the original's flags say it: cores, and GiB unless a unit is
 * given (DMS §8.1).
 */
final class OnboardFlags {
  static final List<Flag> FLAGS =
      List.of(
          Flag.needed("-C", "--cpu", "Cores, like 2 or 1.5."),
          Flag.needed("-R", "--ram", "Memory in GiB, or with its unit: 4, 512MiB."),
          Flag.needed("-D", "--disk", "Disk in GiB, or with its unit."),
          Flag.text(
              "-G",
              "--gpus",
              "GPUs and the GiB of each, like 0:8,1:4; gpu list shows the indexes."),
          Flag.truth("-N", "--no-gpu", "Lend no GPU."));

  /** A bare number above this cannot be GiB of memory in one machine. */
  private static final long MOST_MEMORY = 1024;

  /** Nor this of disk. */
  private static final long MOST_DISK = 1 << 16;

  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s*(b|kb|kib|mb|mib|gb|gib|tb|tib)?");
  private static final Pattern GPUS =
      Pattern.compile("\\d{1,3}:\\d{1,4}(,\\d{1,3}:\\d{1,4}){0,31}");

  private OnboardFlags() {}

  static void write(Given given, CanonicalJson json) {
    var cores = cores(given.needed("--cpu"));
    long memory = bytes("--ram", given.needed("--ram"), MOST_MEMORY);
    long disk = bytes("--disk", given.needed("--disk"), MOST_DISK);
    var gpus = given.text("--gpus").orElse("");
    boolean none = given.truth("--no-gpu");
    if (none && !gpus.isEmpty())
      throw CommandRefused.wrongUse("--gpus and --no-gpu exclude each other.", "");
    if (!gpus.isEmpty() && !GPUS.matcher(gpus).matches())
      throw CommandRefused.wrongUse(
          "--gpus is not a list of index:GiB: " + gpus + ".", "Write it as 0:8,1:4");
    json.name("NoGPU").value(gpus.isEmpty()).name("GPUs").value(gpus);
    json.name("Config")
        .beginObject()
        .name("is_onboarded")
        .value(true)
        .name("onboarded_resources")
        .beginObject();
    json.name("CPU")
        .beginObject()
        .name("Cores")
        .raw(cores.stripTrailingZeros().toPlainString())
        .endObject();
    json.name("RAM").beginObject().name("Size").value(memory).endObject();
    json.name("Disk").beginObject().name("Size").value(disk).endObject();
    json.endObject().endObject();
  }

  private static BigDecimal cores(String text) {
    if (text.matches("\\d{1,5}(\\.\\d{1,3})?") && new BigDecimal(text).signum() > 0)
      return new BigDecimal(text);
    throw CommandRefused.wrongUse(
        "--cpu is not a number of cores: " + text + ".", "Write it as 2 or 1.5");
  }

  static long bytes(String option, String text, long mostBare) {
    var parts = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches())
      throw CommandRefused.wrongUse(
          option + " is not a size: " + text + ".", "Write it as 4, 4GiB or 512MiB");
    var amount = new BigDecimal(parts.group(1));
    if (amount.signum() == 0) throw CommandRefused.wrongUse(option + " is zero.", "");
    var unit = parts.group(2);
    if (unit == null && amount.compareTo(BigDecimal.valueOf(mostBare)) > 0)
      throw CommandRefused.wrongUse(
          option + " " + text + " would be " + text + " GiB, which cannot be meant.",
          "A bare number is GiB. If MiB is meant, write " + option + " " + text + "MiB");
    var bytes = amount.multiply(BigDecimal.valueOf(factor(unit == null ? "gib" : unit)));
    if (bytes.compareTo(BigDecimal.valueOf(1L << 60)) > 0)
      throw CommandRefused.wrongUse(option + " is more than any machine has: " + text + ".", "");
    return bytes.longValue();
  }

  private static long factor(String unit) {
    return switch (unit) {
      case "b" -> 1;
      case "kb" -> 1_000;
      case "kib" -> 1L << 10;
      case "mb" -> 1_000_000;
      case "mib" -> 1L << 20;
      case "gb" -> 1_000_000_000;
      case "gib" -> 1L << 30;
      case "tb" -> 1_000_000_000_000L;
      default -> 1L << 40;
    };
  }
}
