package atoll.ensemble;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a Compose service may use, as {@code resources}; Compose sets no limit unless told. */
record ComposeResources(ComposeNotes notes) {
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?) ?([a-zA-Z]*)");

  private static final Map<String, String> UNITS =
      Map.of(
          "", "B", "b", "B", "k", "KiB", "kb", "KiB", "m", "MiB", "mb", "MiB", "g", "GiB", "gb",
          "GiB");

  String read(Value service, Members members) {
    var deploy = members.find("deploy").map(Value::members);
    var amounts = deploy.flatMap(d -> d.find("resources")).map(Value::members);
    var limits = amounts.flatMap(a -> a.find("limits")).map(Value::members);
    var reserved = amounts.flatMap(a -> a.find("reservations")).map(Value::members);

    var cores =
        limits
            .flatMap(l -> l.find("cpus"))
            .or(() -> members.find("cpus"))
            .or(() -> reserved.flatMap(r -> r.find("cpus")))
            .flatMap(this::cores);
    var memory =
        limits
            .flatMap(l -> l.find("memory"))
            .or(() -> members.find("mem_limit"))
            .or(() -> reserved.flatMap(r -> r.find("memory")))
            .flatMap(this::memory);
    var gpus = reserved.flatMap(r -> r.find("devices")).map(this::gpus).orElse(List.of());
    // Also known when another of them counted.
    for (var name : List.of("cpus", "mem_limit")) members.find(name);
    for (var name : List.of("cpus", "memory")) reserved.ifPresent(r -> r.find(name));
    for (var part : List.of(deploy, amounts, limits, reserved))
      part.ifPresent(p -> p.others().forEach(o -> notes.add(o, "is not carried over")));

    var guessed = new ArrayList<String>();
    if (cores.isEmpty()) guessed.add("1 core");
    if (memory.isEmpty()) guessed.add("512 MiB of memory");
    guessed.add("1 GiB of disk");
    notes.add(
        service, "asks for " + String.join(", ", guessed) + ": a guess, Compose does not say");
    return "{cpu: {cores: "
        + cores.orElse("1")
        + "}, ram: {size: "
        + memory.orElse("512 MiB")
        + "}, disk: {size: 1 GiB}"
        + (gpus.isEmpty() ? "}" : ", gpus: [" + String.join(", ", gpus) + "]}");
  }

  private Optional<String> cores(Value value) {
    var text = notes.text(value);
    return Units.amount(text)
        .filter(a -> a.bare() && a.number().signum() > 0)
        .map(Units.Amount::number)
        .or(() -> {
          notes.add(value, "is no number of cores");
          return Optional.empty();
        })
        .map(n -> n.max(new BigDecimal("0.001")).stripTrailingZeros().toPlainString());
  }

  /** In Compose every unit is a power of 1024. */
  private Optional<String> memory(Value value) {
    var match = SIZE.matcher(notes.text(value));
    var unit =
        match.matches() ? UNITS.get(match.group(2).toLowerCase(java.util.Locale.ROOT)) : null;
    if (unit != null) return Optional.of(match.group(1) + " " + unit);
    notes.add(value, "is no size");
    return Optional.empty();
  }

  private List<String> gpus(Value devices) {
    var gpus = new ArrayList<String>();
    for (var device : devices.items()) {
      var members = device.members();
      var kinds = members.find("capabilities").map(c -> c.texts("")).orElse(List.of());
      var driver = members.find("driver").map(notes::text).orElse("nvidia");
      var count = members.find("count").map(notes::text).orElse("1");
      for (var other : members.others()) notes.add(other, "is not carried over");
      if (!kinds.contains("gpu")) {
        notes.add(device, "is no GPU and is not carried over");
        continue;
      }
      if (!count.matches("[1-9][0-9]?")) {
        notes.add(device, "asks for all GPUs: one is asked for");
        count = "1";
      }
      for (int i = Integer.parseInt(count); i > 0; i--)
        gpus.add("{vendor: " + YamlText.of(driver) + "}");
    }
    return gpus;
  }
}
