package atoll.simulation.world;

import atoll.workload.Exit;
import atoll.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One workload that really runs, or ran, on a machine. */
final class Running {
  private final Workload workload;
  private final long since;
  private final @Nullable Life parent;
  private final List<Consumer<Exit>> watchers = new ArrayList<>();
  private Optional<Exit> exit = Optional.empty();

  /**
   * @param parent the process that it ends with; none if it outlives it
   */
  Running(Workload workload, long since, @Nullable Life parent) {
    this.workload = workload;
    this.since = since;
    this.parent = parent;
  }

  Workload workload() {
    return workload;
  }

  long since() {
    return since;
  }

  @Nullable Life parent() {
    return parent;
  }

  boolean isOver() {
    return exit.isPresent();
  }

  Optional<Exit> exit() {
    return exit;
  }

  void watch(Consumer<Exit> watcher) {
    if (exit.isPresent()) watcher.accept(exit.get());
    else watchers.add(watcher);
  }

  void end(Exit how) {
    exit = Optional.of(how);
    var told = List.copyOf(watchers);
    watchers.clear();
    told.forEach(watcher -> watcher.accept(how));
  }
}
