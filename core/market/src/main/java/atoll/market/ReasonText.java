package atoll.market;

import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.ExecutorKind;
import atoll.kernel.GpuDemand;
import atoll.kernel.Location;
import atoll.kernel.Memory;
import atoll.kernel.ResourceDemand;
import atoll.kernel.Resources;
import atoll.market.Reason.ArchitectureDiffers;
import atoll.market.Reason.BesideOthers;
import atoll.market.Reason.ClockTooSlow;
import atoll.market.Reason.Declined;
import atoll.market.Reason.EdgeTooFar;
import atoll.market.Reason.EdgeTooNarrow;
import atoll.market.Reason.EdgeTooSlow;
import atoll.market.Reason.Excluded;
import atoll.market.Reason.ExecutorMissing;
import atoll.market.Reason.HostsEnough;
import atoll.market.Reason.LocationNotAccepted;
import atoll.market.Reason.LocationRejected;
import atoll.market.Reason.LocationUnknown;
import atoll.market.Reason.Nature;
import atoll.market.Reason.NoAnswer;
import atoll.market.Reason.NoSuchGpu;
import atoll.market.Reason.NotEnoughCpu;
import atoll.market.Reason.NotEnoughDisk;
import atoll.market.Reason.NotEnoughMemory;
import atoll.market.Reason.NotOnboarded;
import atoll.market.Reason.NotPinned;
import atoll.market.Reason.Outscored;
import atoll.market.Reason.PortTaken;
import atoll.market.Reason.PrivilegedNotAllowed;
import atoll.market.Reason.TooFewPorts;
import java.util.List;
import java.util.stream.Collectors;

/** What each reason is called, what it says to people, and whether it can pass. */
final class ReasonText {
  private ReasonText() {}

  static String code(Reason reason) {
    return switch (reason) {
      case NotEnoughCpu _ -> "not_enough_cpu";
      case NotEnoughMemory _ -> "not_enough_memory";
      case NotEnoughDisk _ -> "not_enough_disk";
      case NoSuchGpu _ -> "no_such_gpu";
      case ClockTooSlow _ -> "clock_too_slow";
      case ArchitectureDiffers _ -> "architecture_differs";
      case ExecutorMissing _ -> "executor_missing";
      case LocationRejected _ -> "location_rejected";
      case LocationNotAccepted _ -> "location_not_accepted";
      case LocationUnknown _ -> "location_unknown";
      case PortTaken _ -> "port_taken";
      case TooFewPorts _ -> "too_few_ports";
      case PrivilegedNotAllowed _ -> "privileged_not_allowed";
      case NotPinned _ -> "not_pinned";
      case Excluded _ -> "excluded";
      case HostsEnough _ -> "hosts_enough";
      case BesideOthers(_, var inner) -> code(inner);
      case EdgeTooFar _ -> "edge_too_far";
      case EdgeTooSlow _ -> "edge_too_slow";
      case EdgeTooNarrow _ -> "edge_too_narrow";
      case Outscored _ -> "outscored";
      case NoAnswer _ -> "no_answer";
      case NotOnboarded _ -> "not_onboarded";
      case Declined _ -> "declined";
    };
  }

  /** In a few words, to be counted. */
  static String summary(Reason reason) {
    return switch (reason) {
      case NotEnoughCpu _ -> "too little processor";
      case NotEnoughMemory _ -> "too little memory";
      case NotEnoughDisk _ -> "too little disk";
      case NoSuchGpu _ -> "no such GPU";
      case ClockTooSlow _ -> "too slow a clock";
      case ArchitectureDiffers _ -> "another architecture";
      case ExecutorMissing(var kind, _) -> "no " + kind.wireName();
      case LocationRejected _ -> "a rejected place";
      case LocationNotAccepted _ -> "no accepted place";
      case LocationUnknown _ -> "an unknown place";
      case PortTaken(var port) -> "port " + port + " taken";
      case TooFewPorts _ -> "too few ports";
      case PrivilegedNotAllowed _ -> "no privileged containers";
      case NotPinned _ -> "not the pinned one";
      case Excluded _ -> "excluded";
      case HostsEnough _ -> "enough nodes already";
      case BesideOthers(_, var inner) -> summary(inner);
      case EdgeTooFar _ -> "too far away";
      case EdgeTooSlow _ -> "too slow a link";
      case EdgeTooNarrow _ -> "too narrow a link";
      case Outscored _ -> "another is better";
      case NoAnswer _ -> "no answer";
      case NotOnboarded _ -> "nothing lent";
      case Declined _ -> "declined";
    };
  }

  static String sentence(Reason reason) {
    return switch (reason) {
      case NotEnoughCpu(var asked, var free, var total) ->
          shortage("processor", asked, free, total, asked.fitsIn(total));
      case NotEnoughMemory(var asked, var free, var total) ->
          shortage("memory", asked, free, total, asked.fitsIn(total));
      case NotEnoughDisk(var asked, var free, var total) ->
          shortage("disk", asked, free, total, asked.fitsIn(total));
      case NoSuchGpu gpu -> gpus(gpu);
      case ClockTooSlow(var asked, var offered) ->
          "a clock of %s is needed, it has %s"
              .formatted(
                  Amounts.hertz(asked), offered == 0 ? "an unknown one" : Amounts.hertz(offered));
      case ArchitectureDiffers(var asked, var offered) -> asked + " is needed, it is " + offered;
      case ExecutorMissing(var asked, var offered) ->
          "executor %s is needed, it has %s"
              .formatted(
                  asked.wireName(),
                  offered.isEmpty()
                      ? "none"
                      : offered.stream()
                          .sorted()
                          .map(ExecutorKind::wireName)
                          .collect(Collectors.joining(", ")));
      case LocationRejected(var place, var rejected) ->
          "it is in %s, and %s is rejected".formatted(place, rejected);
      case LocationNotAccepted(var place, var accepted) ->
          "it is in %s, and only %s is accepted".formatted(place, any(accepted));
      case LocationUnknown(var place, var accepted) ->
          "it must be in %s, and says of its place only: %s".formatted(any(accepted), place);
      case PortTaken(var port) -> "public port " + port + " is taken";
      case TooFewPorts(var asked, var free, var size) ->
          Amounts.say(
              "%d public ports of its range are needed, %d of %d are free", asked, free, size);
      case PrivilegedNotAllowed() -> "it runs no privileged containers";
      case NotPinned(var pinned) -> "the node is pinned to " + pinned;
      case Excluded() -> "the ensemble excludes it";
      case HostsEnough(var limit) ->
          Amounts.say(
              "it already hosts %d of this ensemble's nodes, the most that is allowed", limit);
      case BesideOthers(var others, var inner) ->
          sentence(inner)
              + " beside "
              + others.stream().map(Object::toString).collect(Collectors.joining(", "));
      case EdgeTooFar(var edge, var link, var kilometres, var least) ->
          Amounts.say(
              "edge %s-%s allows %d ms, and %s is %.0f km: at least %s",
              edge.source(),
              edge.target(),
              edge.rttMillis().orElse(0),
              link,
              kilometres,
              Amounts.millis(least));
      case EdgeTooSlow(var edge, var link, var measured) ->
          Double.isInfinite(measured)
              ? "edge %s-%s needs a link, and %s had no answer"
                  .formatted(edge.source(), edge.target(), link)
              : Amounts.say(
                  "edge %s-%s allows %d ms, and %s takes %s",
                  edge.source(),
                  edge.target(),
                  edge.rttMillis().orElse(0),
                  link,
                  Amounts.millis(measured));
      case EdgeTooNarrow(var edge, var link, var measured) ->
          Amounts.say(
              "edge %s-%s needs %d kbit/s, and %s carries %d kbit/s",
              edge.source(), edge.target(), edge.bandwidthKbps().orElse(0), link, measured);
      case Outscored(var by, var difference) ->
          difference < 0.0005
              ? "it would do as well as " + by
              : "it would do, and scores " + Amounts.thousandths(difference) + " less than " + by;
      case NoAnswer() -> "it did not answer in time";
      case NotOnboarded() -> "it lends nothing";
      case Declined(var text, _) -> "it declined: " + text;
    };
  }

  static Nature nature(Reason reason) {
    return switch (reason) {
      case NotEnoughCpu(Cpu asked, _, Cpu total) -> busyIf(asked.fitsIn(total));
      case NotEnoughMemory(Memory asked, _, Memory total) -> busyIf(asked.fitsIn(total));
      case NotEnoughDisk(Disk asked, _, Disk total) -> busyIf(asked.fitsIn(total));
      case NoSuchGpu(var asked, _, var total) ->
          busyIf(
              gpusOnly(asked)
                  .takeFrom(new Resources(Cpu.ZERO, Memory.ZERO, Disk.ZERO, total))
                  .isPresent());
      case TooFewPorts(var asked, _, var size) -> busyIf(asked <= size);
      case PortTaken _, NoAnswer _ -> Nature.BUSY;
      case Declined(_, var mayPass) -> busyIf(mayPass);
      case BesideOthers(_, var inner) -> nature(inner);
      case ClockTooSlow _,
          ArchitectureDiffers _,
          ExecutorMissing _,
          LocationRejected _,
          LocationNotAccepted _,
          LocationUnknown _,
          PrivilegedNotAllowed _,
          NotPinned _,
          Excluded _,
          HostsEnough _,
          EdgeTooFar _,
          EdgeTooSlow _,
          EdgeTooNarrow _,
          NotOnboarded _ ->
          Nature.IMPOSSIBLE;
      case Outscored _ -> Nature.CHOICE;
    };
  }

  static ResourceDemand gpusOnly(List<GpuDemand> gpus) {
    return new ResourceDemand(
        Cpu.ZERO, 0, java.util.Optional.empty(), Memory.ZERO, Disk.ZERO, gpus);
  }

  private static Nature busyIf(boolean fitsWhenIdle) {
    return fitsWhenIdle ? Nature.BUSY : Nature.IMPOSSIBLE;
  }

  private static String shortage(
      String of, Object asked, Object free, Object total, boolean fitsWhenIdle) {
    return fitsWhenIdle
        ? asked + " of " + of + " needed, " + free + " of " + total + " free"
        : asked + " of " + of + " needed, it lends " + total + " in all";
  }

  private static String gpus(NoSuchGpu reason) {
    var wanted = reason.asked().stream().map(Amounts::gpu).collect(Collectors.joining(" and "));
    if (reason.total().isEmpty()) return wanted + " is needed, it lends no GPU";
    var free =
        reason.free().stream()
            .map(g -> g.model() + " with " + g.vram() + " free")
            .collect(Collectors.joining(", "));
    return wanted + " is needed, it has " + free;
  }

  private static String any(List<Location> places) {
    return places.stream().map(Object::toString).collect(Collectors.joining(" or "));
  }
}
