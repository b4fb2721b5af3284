package atoll.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs one bench: its lines go to stdout, everything else to stderr. Exits with 0 if it measured,
 * whatever came out; 1 for an unknown bench, 4 if it failed, 5 if it took too long.
 */
public final class BenchMain {
  private static final Duration AT_MOST = Duration.ofSeconds(290);

  private BenchMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    var maker = arguments.length == 2 ? Benches.all().get(arguments[1]) : null;
    if (maker == null) {
      System.err.println("usage: BenchMain CHECKOUT NAME, NAME one of " + Benches.all().keySet());
      System.exit(1);
      return;
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy)));
    System.exit(run(maker, Path.of(arguments[0])));
  }

  private static int run(Benches.Maker maker, Path checkout) throws InterruptedException {
    var measured =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return maker.make(checkout).measure(Effort.FULL);
              } catch (Exception e) {
                throw new CompletionException(e);
              }
            },
            task -> Thread.ofPlatform().name("bench").start(task));
    try {
      measured
          .get(AT_MOST.toSeconds(), TimeUnit.SECONDS)
          .forEach(m -> System.out.println(m.json()));
      return 0;
    } catch (ExecutionException e) {
      e.printStackTrace();
      return 4;
    } catch (TimeoutException _) {
      System.err.println("not done after " + AT_MOST.toSeconds() + " s, given up");
      return 5;
    }
  }
}
