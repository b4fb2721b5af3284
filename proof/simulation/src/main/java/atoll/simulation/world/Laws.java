package atoll.simulation.world;

import atoll.journal.JournalException;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.kernel.DeploymentStatus;
import atoll.orchestrator.machine.AllocationState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is always true, checked after every step and whenever something begins or ends. */
final class Laws {
  private final World world;
  private final Map<AllocationId, List<Running>> tasks = new HashMap<>();
  private final Map<AllocationId, Long> awaited = new HashMap<>();
  private final List<Duration> replacements = new ArrayList<>();
  private Optional<Violation> seen = Optional.empty();

  Laws(World world) {
    this.world = world;
  }

  // --- after every step

  void afterStep(Host host) {
    if (host instanceof ProviderHost provider) soldOnce(provider);
  }

  private static void soldOnce(ProviderHost host) {
    if (host.provider().isEmpty()) return;
    var now = host.provider().get().resources();
    if (!now.free().plus(now.held()).plus(now.running()).equals(now.onboarded()))
      throw new Violation("capacity is never sold twice", host + " counts " + now);
  }

  // --- when something begins to run, or is made to end

  Observer observerOf(ProviderHost host) {
    return new Observer() {
      @Override
      public void started(Running run) {
        world
            .turns()
            .observe(() -> {
              Laws.this.started(host, run);
              return true;
            });
      }

      @Override
      public void stopping(Running run) {
        world
            .turns()
            .observe(() -> {
              untouched(host, run);
              return true;
            });
      }
    };
  }

  /** What is wanted here is not ended, whatever becomes of who wants it. */
  private void untouched(ProviderHost host, Running run) {
    var id = run.workload().allocation();
    if (run.workload().type() != AllocationType.SERVICE) return;
    for (var order : world.user().orderOf(id.ensemble()).stream().toList()) {
      if (order.isEndWanted() || order.mayHaveChanged()) continue;
      var now = order.now();
      if (now.filter(d -> d.status() == DeploymentStatus.RUNNING).isEmpty()) continue;
      if (isUpAt(host, id, now.get().allocations()))
        broken("running work is left alone", id + " is ended on " + host + ", where it is wanted");
    }
  }

  /** Whether it is seen to run there, and all of its node has come to run or is done. */
  private static boolean isUpAt(ProviderHost host, AllocationId id, List<AllocationState> all) {
    boolean here = false;
    for (var allocation : all) {
      if (!allocation.id().node().equals(id.node())) continue;
      var status = allocation.status();
      if (status != AllocationStatus.RUNNING && status != AllocationStatus.COMPLETED) return false;
      if (allocation.id().equals(id))
        here =
            status == AllocationStatus.RUNNING
                && allocation
                    .provider()
                    .filter(p -> p.value().equals(host.peer().text()))
                    .isPresent();
    }
    return here;
  }

  /** A machine goes for good; what is wanted there and may run elsewhere is awaited from now on. */
  void goesForGood(ProviderHost host) {
    for (var run : host.ground().alive()) {
      var id = run.workload().allocation();
      boolean wanted =
          world
              .user()
              .orderOf(id.ensemble())
              .filter(order -> !order.isEndWanted())
              .flatMap(Order::now)
              .filter(d -> d.status() == DeploymentStatus.RUNNING)
              .isPresent();
      if (wanted && world.user().redeploys(id)) awaited.put(id, world.turns().nanos());
    }
  }

  /** How long it took until what a lost machine ran was running elsewhere. */
  List<Duration> replacements() {
    return replacements;
  }

  private void started(ProviderHost host, Running run) {
    var since = awaited.remove(run.workload().allocation());
    if (since != null) replacements.add(Duration.ofNanos(world.turns().nanos() - since));
    if (!host.ground().inUse().fitsIn(host.share()))
      broken(
          "what runs fits what is lent",
          host + " lends " + host.share() + " and runs " + host.ground().inUse());
    boolean once = run.workload().type() == AllocationType.TASK;
    var id = run.workload().allocation();
    if (once && !world.user().mayRunAgain(id)) once(host, run);
  }

  /** What may run a task again is told by its orchestrator, unless that is down just now. */
  private void once(ProviderHost host, Running run) {
    var id = run.workload().allocation();
    var earlier = tasks.computeIfAbsent(id, _ -> new ArrayList<>());
    earlier.add(run);
    if (world.user().orderOf(id.ensemble()).filter(o -> o.at().isUp()).isEmpty()) return;
    int tries = world.user().orderOf(id.ensemble()).map(order -> order.tries(id)).orElse(1);
    if (earlier.size() > tries)
      broken(
          "a task runs once a try",
          "%s starts on %s for the %dth time, in try %d"
              .formatted(id, host, earlier.size(), tries));
  }

  // --- what was seen inside of production code, which must not swallow it

  private void broken(String law, String how) {
    if (seen.isEmpty()) seen = Optional.of(new Violation(law, how));
  }

  void throwSeen() {
    if (seen.isPresent()) throw seen.get();
  }

  // --- when a process starts

  void providerBooted(ProviderHost host) {
    soldOnce(host);
  }

  void orchestratorBooted(OrchestratorHost host) {
    for (var order : world.user().orders()) if (order.at() == host) order.look();
  }

  void refusedToBoot(Host host, JournalException why) {
    if (!world.isTroubled())
      throw new Violation("journals reopen", host + " does not boot: " + why.getMessage(), why);
  }
}
