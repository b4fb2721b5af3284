package atoll.hardware;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Asks every vendor's tool at the same time. */
final class GpuDiscovery {
  private static final List<GpuTool> TOOLS =
      List.of(new NvidiaTool(), new AmdTools(), new IntelTool());

  private final List<Asking> asked;

  private record Asking(FutureTask<GpuFindings> task, Thread thread) {}

  private GpuDiscovery(List<Asking> asked) {
    this.asked = asked;
  }

  /** Begins to ask, and returns at once. */
  static GpuDiscovery begin(Commands commands) {
    return new GpuDiscovery(
        TOOLS.stream()
            .map(tool -> new FutureTask<>(() -> tool.ask(commands)))
            .map(task -> new Asking(task, Thread.ofVirtual().name("gpu tool").start(task)))
            .toList());
  }

  /**
   * Waits for all. Interruption ends the wait; what is not known by then is left out, which a note
   * says.
   */
  GpuFindings findings() {
    var all = GpuFindings.NOTHING;
    for (var asking : asked) {
      try {
        all = all.and(asking.task.get());
      } catch (ExecutionException e) {
        all = all.and(GpuFindings.note("a GPU tool could not be asked: " + e.getCause()));
      } catch (InterruptedException e) {
        asked.forEach(a -> a.thread.interrupt());
        Thread.currentThread().interrupt();
        return all.and(GpuFindings.note("interrupted while asking for GPUs"));
      }
    }
    return all.eachOnce();
  }
}
