package atoll.dms.behaviours;

import atoll.identity.Did;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Output that is fetched while whoever asked does something else (DMS §4.5). Each is known to its
 * asker alone; the oldest that are over make room for new ones. Safe for any thread.
 */
final class OutputFetches implements AutoCloseable {
  private static final int MOST = 64;

  private final Map<String, Fetch> fetches = new LinkedHashMap<>();
  private long last;

  private record Fetch(Did asker, FutureTask<Path> task) {}

  /** How far a fetch is. */
  sealed interface State {
    record Running() implements State {}

    record Done(Path folder) implements State {}

    record Failed(String why) implements State {}

    record Stopped() implements State {}
  }

  /** Begins a fetch, and returns its name. */
  synchronized String begin(Did asker, Callable<Path> fetch) {
    fetches.values().removeIf(known -> fetches.size() >= MOST && known.task().isDone());
    if (fetches.size() >= MOST)
      throw new AtollException(ErrorCode.OVERLOADED, MOST + " fetches run already; try again");
    var name = "fetch-" + ++last;
    var task = new FutureTask<>(fetch);
    fetches.put(name, new Fetch(asker, task));
    Thread.ofVirtual().name(name).start(task);
    return name;
  }

  State state(Did asker, String name) throws InterruptedException {
    var task = find(asker, name);
    if (!task.isDone()) return new State.Running();
    try {
      return new State.Done(task.get());
    } catch (CancellationException _) {
      return new State.Stopped();
    } catch (ExecutionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      return new State.Failed(String.valueOf(cause.getMessage()));
    }
  }

  /** Stops a fetch; harmless if it is over. */
  void stop(Did asker, String name) {
    var _ = find(asker, name).cancel(true);
  }

  private synchronized FutureTask<Path> find(Did asker, String name) {
    var fetch = fetches.get(name);
    if (fetch == null || !fetch.asker().equals(asker))
      throw new AtollException(ErrorCode.NOT_FOUND, "no fetch " + name + " of yours is known here");
    return fetch.task();
  }

  @Override
  public synchronized void close() {
    fetches.values().forEach(fetch -> fetch.task().cancel(true));
  }
}
