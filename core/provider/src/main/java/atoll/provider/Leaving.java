package atoll.provider;

import atoll.kernel.AtollException;
import atoll.provider.Endings.Told;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a provider stops: taking all that runs along, or leaving it to the next one. */
final class Leaving {
  private static final Logger LOG = LoggerFactory.getLogger(Leaving.class);

  private final Commands commands;
  private final Allocations allocations;
  private final Endings endings;
  private final Hosting hosting;

  Leaving(Commands commands, Allocations allocations, Endings endings, Hosting hosting) {
    this.commands = commands;
    this.allocations = allocations;
    this.endings = endings;
    this.hosting = hosting;
  }

  /** Nothing begins from now on, and every allocation that is alive ends; returns when all have. */
  void withAll() throws InterruptedException {
    commands.close();
    var alive = allocations.all().stream().filter(a -> !a.isGone()).toList();
    if (alive.size() > 1) {
      var stopping = new ArrayList<Thread>();
      for (var allocation : alive)
        stopping.add(Thread.ofVirtual().start(() -> stopUnlessInterrupted(allocation)));
      for (var thread : stopping) thread.join();
    }
    for (var allocation : alive) {
      try {
        endings.shutDown(allocation, Endings.STOPPED, Told.BY_REPORT);
      } catch (AtollException e) {
        LOG.warn("stop_failed allocation={} cause={}", allocation.id, e.getMessage());
      }
    }
  }

  private static void stopUnlessInterrupted(HostedAllocation allocation) {
    try {
      Endings.stop(allocation);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing begins and nothing ends from now on. */
  void alone() {
    commands.close();
    endings.close();
    hosting.close();
  }
}
