package atoll.simulation.world;

import atoll.kernel.AllocationId;
import atoll.kernel.AllocationStatus;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.ErrorCode;
import atoll.kernel.Resources;
import atoll.market.ProviderId;
import atoll.provider.Provider;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** What must come true once all has healed. */
final class Rest {
  private final World world;

  Rest(World world) {
    this.world = world;
  }

  /** Why the world has not come to rest yet; empty if it has. */
  Optional<String> unrest() {
    for (var host : world.hosts())
      if (!host.isUp() && !host.isLost()) return Optional.of(host + " is down");
    if (world.user().wantsDrain()) return Optional.of("somebody drains a machine");
    for (var host : world.providers())
      if (host.provider().filter(Provider::isDraining).isPresent())
        return Optional.of(host + " is drained");
    for (var order : world.user().orders()) {
      var unrest = unrest(order);
      if (unrest.isPresent()) return unrest;
    }
    return orphan();
  }

  private static Optional<String> unrest(Order order) {
    if (order.seen().isEmpty())
      return Optional.of(order.request().value() + " is not acknowledged by " + order.at());
    var seen = order.seen().get();
    if (seen.status() == DeploymentStatus.FAILED
        && seen.failure().filter(f -> !f.message().isBlank()).isEmpty())
      throw new Violation("every refusal has a reason", seen.id() + " failed for none");
    if (seen.failure().filter(f -> f.code() == ErrorCode.NOT_PLACED).isPresent()
        && seen.why().refusal().isEmpty())
      throw new Violation("every refusal is explained", seen.id() + " had no room");
    if (seen.status().ended()) return Optional.empty();
    if (seen.status() != DeploymentStatus.RUNNING || order.isEndWanted())
      return Optional.of(seen.id() + " is " + seen.status().wireName() + " at " + order.at());
    return Optional.empty();
  }

  /** Something that runs, or is paid for, and is nobody's. */
  private Optional<String> orphan() {
    var wanted = new HashMap<AllocationId, String>();
    for (var order : world.user().orders())
      order
          .seen()
          .ifPresent(seen -> {
            if (seen.status() == DeploymentStatus.RUNNING)
              for (var allocation : seen.allocations())
                if (allocation.status() == AllocationStatus.RUNNING)
                  wanted.put(
                      allocation.id(), allocation.provider().map(ProviderId::value).orElse(""));
          });
    for (var host : world.providers()) {
      if (host.isLost()) {
        var gone = host.peer().text();
        wanted
            .entrySet()
            .removeIf(e -> e.getValue().equals(gone) && !world.user().redeploys(e.getKey()));
        continue;
      }
      for (var run : host.ground().alive()) {
        var id = run.workload().allocation();
        if (!wanted.containsKey(id)) return Optional.of(id + " runs on " + host + " for nobody");
        wanted.remove(id);
      }
    }
    for (var id : wanted.keySet()) return Optional.of(id + " should run, and does not");
    return leak(false);
  }

  /** Capacity that is not free; all of it must be {@code idle}. */
  private Optional<String> leak(boolean idle) {
    for (var host : world.providers()) {
      if (host.provider().isEmpty()) continue;
      var now = host.provider().get().resources();
      var used = host.ground().inUse().plus(standingBy(host));
      if (idle ? !now.free().equals(now.onboarded()) : !now.running().equals(used))
        return Optional.of(
            "%s counts %s, really uses %s, and has %s".formatted(host, now, used, hosted(host)));
    }
    return Optional.empty();
  }

  /** What is kept there for nodes that stand by for others. */
  private Resources standingBy(ProviderHost host) {
    var sum = Resources.NONE;
    for (var hosted : host.provider().orElseThrow().hosted())
      if (hosted.status() == AllocationStatus.PENDING && world.user().isRedundant(hosted.id()))
        sum = sum.plus(hosted.resources().orElse(Resources.NONE));
    return sum;
  }

  private static List<String> hosted(ProviderHost host) {
    return host.provider().orElseThrow().hosted().stream()
        .filter(h -> !h.status().ended())
        .map(h -> h.id() + " " + h.status())
        .toList();
  }

  /** Whether the last order, for all that is lent, has been carried out. */
  Optional<String> unusable() {
    var order = world.user().orders().getLast();
    if (order.seen().isEmpty()) return Optional.of("it is not acknowledged by " + order.at());
    var seen = order.seen().get();
    if (seen.status() == DeploymentStatus.COMPLETED) return leftovers();
    return Optional.of(
        "%s is %s at %s: %s"
            .formatted(seen.id(), seen.status().wireName(), order.at(), seen.failure()));
  }

  /** The same when everything was asked to end. */
  Optional<String> leftovers() {
    var unrest = unrest();
    return unrest.isPresent() ? unrest : leak(true);
  }
}
