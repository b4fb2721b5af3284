package atoll.bench.parts;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/** Work that all processors share. */
final class Hands {
  private Hands() {}

  /** Does {@code work} for 0 up to {@code count}, each number once, on so many threads; waits. */
  static void share(int threads, int count, IntConsumer work) {
    var all = new ArrayList<CompletableFuture<Void>>();
    for (int thread = 0; thread < threads; thread++) {
      int first = (int) ((long) count * thread / threads);
      int end = (int) ((long) count * (thread + 1) / threads);
      all.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = first; i < end; i++) work.accept(i);
              },
              task -> Thread.ofPlatform().daemon().start(task)));
    }
    all.forEach(CompletableFuture::join);
  }
}
