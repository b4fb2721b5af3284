package atoll.infernet;

import atoll.actor.Dispatcher;
import atoll.jobs.JobBoard;
import atoll.journal.Journal;
import atoll.kernel.Resources;
import atoll.kernel.Ticker;
import atoll.web.Metrics;
import atoll.workload.WorkloadExecutor;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;

/**
 * What a node needs of the world.
 *
 * @param environment variables of the process
 * @param executor of containers; none if there is no engine
 * @param machine what containers may take of it
 * @param folder for the containers' own folders
 * @param address to listen on
 * @param bodyBytes that large request bodies may take together, as trees
 * @param board where jobs stand for others to see
 */
public record Surroundings(
    Map<String, String> environment,
    Journal journal,
    Optional<WorkloadExecutor> executor,
    Resources machine,
    Path folder,
    InetAddress address,
    Dispatcher dispatcher,
    InstantSource clock,
    Ticker ticker,
    RandomGenerator random,
    Metrics metrics,
    long bodyBytes,
    String version,
    JobBoard board) {
  /** Blocks for so long, as time passes here. */
  void pause(double seconds) throws InterruptedException {
    var over = new CountDownLatch(1);
    dispatcher.schedule(Duration.ofMillis((long) (seconds * 1000)), over::countDown);
    over.await();
  }

  /** An environment may hold secrets. */
  @Override
  public String toString() {
    return "Surroundings[environment ***, address %s, folder %s, version %s]"
        .formatted(address, folder, version);
  }
}
