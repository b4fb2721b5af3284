package atoll.market;

import atoll.kernel.Cpu;
import atoll.kernel.Location;
import atoll.kernel.Memory;
import atoll.kernel.NodeName;
import atoll.market.Change.AcceptAnywhere;
import atoll.market.Change.AcceptLocation;
import atoll.market.Change.AllowRoundTrip;
import atoll.market.Change.AskForAnyArchitecture;
import atoll.market.Change.AskForAnyGpu;
import atoll.market.Change.AskForBandwidth;
import atoll.market.Change.AskForClock;
import atoll.market.Change.AskForCpu;
import atoll.market.Change.AskForDisk;
import atoll.market.Change.AskForMemory;
import atoll.market.Change.AskForVideoMemory;
import atoll.market.Change.RunUnprivileged;
import atoll.market.Change.StopExcluding;
import atoll.market.Change.StopRejecting;
import atoll.market.Change.Unpin;
import atoll.market.Change.UseAnyPort;
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
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one change to an ensemble that takes a reason away, where its author can make one. */
final class Remedy {
  private Remedy() {}

  static Optional<Change> against(Reason reason, NodeName node, ProviderId provider) {
    return Optional.ofNullable(change(reason, node, provider));
  }

  private static @Nullable Change change(Reason reason, NodeName node, ProviderId provider) {
    return switch (reason) {
      case NotEnoughCpu(_, var free, _) when !free.equals(Cpu.ZERO) -> new AskForCpu(node, free);
      case NotEnoughMemory(_, var free, _) when free.bytes() > 0 ->
          new AskForMemory(node, Amounts.roundedDown(free.bytes()));
      case NotEnoughDisk(_, var free, _) when free.bytes() > 0 ->
          new AskForDisk(node, Amounts.roundedDown(free.bytes()));
      case NoSuchGpu gpu -> anotherGpu(gpu, node);
      case ClockTooSlow(_, var offered) when Amounts.wholeMegahertz(offered) > 0 ->
          new AskForClock(node, Amounts.wholeMegahertz(offered));
      case ArchitectureDiffers _ -> new AskForAnyArchitecture(node);
      case LocationNotAccepted(var place, _) when place.continent().isPresent() ->
          new AcceptLocation(
              node,
              new Location(
                  place.continent(),
                  place.country(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()));
      case LocationNotAccepted _, LocationUnknown _ -> new AcceptAnywhere(node);
      case LocationRejected(_, var rejected) -> new StopRejecting(node, rejected);
      case PortTaken(var port) -> new UseAnyPort(node, port);
      case PrivilegedNotAllowed _ -> new RunUnprivileged(node);
      case NotPinned _ -> new Unpin(node);
      case Excluded _ -> new StopExcluding(provider);
      case BesideOthers(_, var inner) -> change(inner, node, provider);
      case EdgeTooFar(var edge, _, _, var least) ->
          new AllowRoundTrip(edge, (long) Math.ceil(least));
      case EdgeTooSlow(var edge, _, var measured) when !Double.isInfinite(measured) ->
          new AllowRoundTrip(edge, (long) Math.ceil(measured));
      case EdgeTooNarrow(var edge, _, var measured) when measured > 0 ->
          new AskForBandwidth(edge, measured);
      case NotEnoughCpu _,
          NotEnoughMemory _,
          NotEnoughDisk _,
          ClockTooSlow _,
          ExecutorMissing _,
          TooFewPorts _,
          HostsEnough _,
          EdgeTooSlow _,
          EdgeTooNarrow _,
          Outscored _,
          NoAnswer _,
          NotOnboarded _,
          Declined _ ->
          null;
    };
  }

  /** Less video memory on a device of the wanted kind, or else a device of another kind. */
  private static @Nullable Change anotherGpu(NoSuchGpu reason, NodeName node) {
    if (reason.asked().size() == 1) {
      var asked = reason.asked().getFirst();
      var most =
          reason.free().stream()
              .filter(gpu ->
                  asked.vendor().map(v -> v == gpu.vendor()).orElse(true)
                      && asked.model().map(m -> m.equalsIgnoreCase(gpu.model())).orElse(true))
              .map(gpu -> gpu.vram())
              .max(Comparator.comparingLong(Memory::bytes))
              .filter(vram -> vram.bytes() > 0);
      if (most.isPresent())
        return new AskForVideoMemory(node, Amounts.roundedDown(most.get().bytes()));
    }
    return reason.asked().stream().anyMatch(g -> g.vendor().isPresent() || g.model().isPresent())
        ? new AskForAnyGpu(node)
        : null;
  }
}
