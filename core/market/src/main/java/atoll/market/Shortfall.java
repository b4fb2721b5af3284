package atoll.market;

import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Memory;
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
import java.util.Optional;

/** By how much a reason stands in the way. */
final class Shortfall {
  private Shortfall() {}

  /**
   * From 0, which is almost met, to 1 and beyond. A quantity is the missing share of what was
   * asked; other things are ordered by how lightly a person gives them up.
   */
  static double of(Reason reason) {
    return switch (reason) {
      case NotEnoughCpu(var asked, var free, _) -> missing(asked.millicores(), free.millicores());
      case NotEnoughMemory(var asked, var free, _) -> missing(asked.bytes(), free.bytes());
      case NotEnoughDisk(var asked, var free, _) -> missing(asked.bytes(), free.bytes());
      case ClockTooSlow(var asked, var offered) -> missing(asked, offered);
      case TooFewPorts(var asked, var free, _) -> missing(asked, free);
      case EdgeTooFar(var edge, _, _, var least) -> missing(least, edge.rttMillis().orElse(0));
      case EdgeTooSlow(var edge, _, var measured) ->
          Double.isInfinite(measured) ? 1 : missing(measured, edge.rttMillis().orElse(0));
      case EdgeTooNarrow(var edge, _, var measured) ->
          missing(edge.bandwidthKbps().orElse(0), measured);
      case BesideOthers(_, var inner) -> of(inner);
      case Outscored _ -> 0;
      case PortTaken _ -> 0.1;
      case NoAnswer _, Declined _ -> 0.2;
      case LocationUnknown _, LocationNotAccepted _ -> 0.5;
      case LocationRejected _ -> 0.6;
      case NotPinned _, PrivilegedNotAllowed _ -> 0.7;
      case Excluded _, ArchitectureDiffers _, NoSuchGpu _ -> 0.8;
      case ExecutorMissing _, NotOnboarded _ -> 1;
      case HostsEnough _ -> 2; // says more of the other nodes than of the provider
    };
  }

  /** In words, where it is a quantity. */
  static Optional<String> amount(Reason reason) {
    return Optional.ofNullable(
        switch (reason) {
          case NotEnoughCpu(Cpu asked, Cpu free, _) -> asked.minus(free) + " short";
          case NotEnoughMemory(Memory asked, Memory free, _) -> asked.minus(free) + " short";
          case NotEnoughDisk(Disk asked, Disk free, _) -> asked.minus(free) + " short";
          case ClockTooSlow(var asked, var offered) -> Amounts.hertz(asked - offered) + " short";
          case TooFewPorts(var asked, var free, _) -> asked - free + " short";
          case EdgeTooFar(var edge, _, _, var least) -> tooLong(least, edge.rttMillis().orElse(0));
          case EdgeTooSlow(var edge, _, var measured) ->
              Double.isInfinite(measured) ? null : tooLong(measured, edge.rttMillis().orElse(0));
          case EdgeTooNarrow(var edge, _, var measured) ->
              edge.bandwidthKbps().orElse(0) - measured + " kbit/s short";
          case BesideOthers(_, var inner) -> amount(inner).orElse(null);
          case Outscored _,
              PortTaken _,
              NoAnswer _,
              Declined _,
              LocationUnknown _,
              LocationNotAccepted _,
              LocationRejected _,
              NotPinned _,
              PrivilegedNotAllowed _,
              Excluded _,
              ArchitectureDiffers _,
              NoSuchGpu _,
              HostsEnough _,
              ExecutorMissing _,
              NotOnboarded _ ->
              null;
        });
  }

  private static String tooLong(double millis, long limit) {
    return Amounts.millis(millis - limit) + " too long";
  }

  private static double missing(double asked, double there) {
    return asked <= 0 ? 0 : (asked - there) / asked;
  }
}
