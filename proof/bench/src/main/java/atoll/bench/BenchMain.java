package atoll.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs one bench: its lines go to stdout, everything else to stderr. Exits with 0 if it measured,
 * whatever came out; 1 for an unknown bench, 4 if it failed, 5 if its time was over. However it
 * ends, the processes that it started do too.
 */
public final class BenchMain {
  private static final Duration CLEARING_AWAY = Duration.ofSeconds(15);

  private BenchMain() {}

  /**
   * @param arguments the checkout, the bench, and the Unix time in seconds at which to give up
   */
  public static void main(String[] arguments) throws InterruptedException {
    var maker = arguments.length == 3 ? Benches.all().get(arguments[1]) : null;
    if (maker == null) {
      System.err.println("usage: BenchMain CHECKOUT NAME UNTIL, NAME of " + Benches.all().keySet());
      System.exit(1);
      return;
    }
    var checkout = Path.of(arguments[0]);
    var until = Instant.ofEpochSecond(Long.parseLong(arguments[2]));
    var left = Duration.between(InstantSource.system().instant(), until);
    System.exit(run(new FutureTask<>(() -> maker.make(checkout).measure(Effort.FULL)), left));
  }

  private static int run(FutureTask<List<Measurement>> measuring, Duration left)
      throws InterruptedException {
    var thread = Thread.ofPlatform().name("bench").start(measuring);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> clearAway(thread)));
    try {
      measuring
          .get(left.toMillis(), TimeUnit.MILLISECONDS)
          .forEach(measured -> System.out.println(measured.json()));
      return 0;
    } catch (ExecutionException e) {
      e.printStackTrace();
      return 4;
    } catch (TimeoutException _) {
      System.err.println("bench: not done in time, given up");
      return 5;
    }
  }

  /** Also on ^C: a bench that is interrupted deletes what it made. */
  private static void clearAway(Thread bench) {
    bench.interrupt();
    if (bench.isAlive()) ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    try {
      var _ = bench.join(CLEARING_AWAY);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }
}
