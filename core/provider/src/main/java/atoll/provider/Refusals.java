package atoll.provider;

import atoll.kernel.AllocationId;
import atoll.kernel.Resources;
import atoll.protocol.Outcome;

/** Why a provider does not hold something, in words for people. */
final class Refusals {
  static final String NO_PORT = "no public port is free";
  static final String STOPPING = "this provider is stopping";
  static final String GIVEN_BACK = "its lease has been given back already";
  static final String DRAINING = "this provider is draining: it takes nothing new on";

  private Refusals() {}

  static String full(Resources free) {
    return "not enough is free: %s, %s and %s of disk"
        .formatted(free.cpu(), free.memory(), free.disk());
  }

  static Outcome notHere(AllocationId id) {
    return Outcome.failed("no allocation " + id.value() + " of yours here");
  }

  static String taken(int port) {
    return "public port " + port + " is taken";
  }
}
