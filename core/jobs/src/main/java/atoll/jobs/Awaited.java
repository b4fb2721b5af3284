package atoll.jobs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Who waits for the end of which job. */
final class Awaited {
  private final Map<Named, List<CountDownLatch>> waiting = new HashMap<>();
  private boolean over;

  private record Named(Client client, JobId id) {}

  /** One that waits, until it is closed. */
  final class End implements AutoCloseable {
    private final Named job;
    private final CountDownLatch latch = new CountDownLatch(1);

    private End(Named job) {
      this.job = job;
    }

    void await() throws InterruptedException {
      latch.await();
    }

    @Override
    public void close() {
      synchronized (waiting) {
        var others = waiting.get(job);
        if (others == null) return;
        others.remove(latch);
        if (others.isEmpty()) waiting.remove(job);
      }
    }
  }

  /** Ends that come from now on are noticed. */
  End endOf(Client client, JobId id) {
    var end = new End(new Named(client, id));
    synchronized (waiting) {
      if (over) end.latch.countDown();
      else waiting.computeIfAbsent(end.job, _ -> new ArrayList<>()).add(end.latch);
    }
    return end;
  }

  void ended(Client client, JobId id) {
    synchronized (waiting) {
      waiting.getOrDefault(new Named(client, id), List.of()).forEach(CountDownLatch::countDown);
    }
  }

  /** Nothing ends any more. */
  void letAllGo() {
    synchronized (waiting) {
      over = true;
      waiting.values().forEach(latches -> latches.forEach(CountDownLatch::countDown));
    }
  }
}
