package atoll.cli.deployment;

import atoll.cli.CliEnvironment;
import atoll.cli.Output;
import atoll.dms.api.ApiJson;
import atoll.dms.api.AtollApi;
import atoll.dms.api.EventDocument;
import atoll.dms.api.LogEnd;
import atoll.dms.api.LogRequest;
import atoll.ensemble.Ensemble;
import atoll.kernel.EnsembleId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Shows what the workloads of one deployment write, from their start on: each output is read on a
 * virtual thread of its own, and where there are several workloads, each line begins with whose it
 * is.
 */
final class Outputs implements AutoCloseable {
  /** How long the rest of the output may take once the deployment has ended. */
  private static final Duration REST = Duration.ofSeconds(10);

  private final AtollApi api;
  private final CliEnvironment environment;
  private final Output output;
  private final Progress progress;
  private final EnsembleId id;
  private final boolean several;
  private final Set<String> shown = new HashSet<>();
  private final List<Thread> readers = new CopyOnWriteArrayList<>();

  Outputs(
      AtollApi api,
      CliEnvironment environment,
      Output output,
      Progress progress,
      EnsembleId id,
      Ensemble ensemble) {
    this.api = api;
    this.environment = environment;
    this.output = output;
    this.progress = progress;
    this.id = id;
    this.several = ensemble.allocations().size() > 1;
  }

  /** Called with every event in order, from one thread. */
  void on(EventDocument event) {
    if (event instanceof EventDocument.Reverted) shown.clear(); // whatever runs next is another run
    if (!(event instanceof EventDocument.AllocationChanged changed)) return;
    switch (changed.status()) {
      case RUNNING, COMPLETED, FAILED -> show(changed.allocation());
      case PENDING, STOPPED, TERMINATED -> {}
    }
  }

  /** Waits until all that was written has been shown. */
  void await() throws InterruptedException {
    for (var reader : readers) if (!reader.join(REST)) reader.interrupt();
  }

  @Override
  public void close() {
    readers.forEach(Thread::interrupt);
  }

  private void show(String allocation) {
    if (!shown.add(allocation)) return;
    for (var stream : LogRequest.Stream.values())
      readers.add(
          Thread.ofVirtual().name(allocation + " " + stream).start(() -> read(allocation, stream)));
  }

  private void read(String allocation, LogRequest.Stream stream) {
    var log = new LogStream(api, environment.pause(), id, allocation, stream, 0);
    var lines = new PrefixedLines(allocation + " | ");
    boolean toErr = stream == LogRequest.Stream.STDERR;
    try {
      var end =
          log.read(
              true,
              chunk -> {
                if (output.json())
                  progress.raw(ApiJson.write(OutputLine.of(allocation, stream, chunk)));
                else progress.output(toErr, several ? lines.next(chunk.data()) : chunk.data());
              });
      if (several && !output.json()) progress.output(toErr, lines.end());
      if (end instanceof LogEnd.Unavailable(var why))
        progress.say("The output of " + allocation + " cannot be read: " + why);
    } catch (RuntimeException e) { // nothing of it may break what the person sees of the rest
      progress.say("The output of " + allocation + " cannot be read: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody waits for it any more
    }
  }
}
