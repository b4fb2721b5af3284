package atoll.actor;

import atoll.identity.PeerId;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Measures the ways of an in-memory network by really sending over them. */
final class InMemoryLinks implements Links {
  private static final int CHUNK = 1 << 16;
  private static final int MAX_PROBE = 1 << 22;
  private static final int MAX_PROBES = 4;

  private final PeerId self;
  private final InMemoryNetwork network;
  private final AtomicInteger probes = new AtomicInteger();

  InMemoryLinks(PeerId self, InMemoryNetwork network) {
    this.self = self;
    this.network = network;
  }

  @Override
  public CompletableFuture<Duration> ping(PeerId peer) {
    var answer = new CompletableFuture<Duration>();
    var timer =
        network.dispatcher().schedule(TIMEOUT, () -> answer.completeExceptionally(timedOut(peer)));
    long start = network.ticker().nanos();
    carry(
        self,
        peer,
        0,
        answer,
        () ->
            carry(
                peer,
                self,
                0,
                answer,
                () -> answer.complete(Duration.ofNanos(network.ticker().nanos() - start))));
    return answer.whenComplete((_, _) -> timer.close());
  }

  @Override
  public CompletableFuture<Throughput> probe(PeerId peer, int maxBytes, Duration maxTime) {
    if (maxBytes <= 0) throw new IllegalArgumentException("a probe of " + maxBytes + " bytes");
    if (probes.incrementAndGet() > MAX_PROBES) {
      probes.decrementAndGet();
      return CompletableFuture.failedFuture(
          new AtollException(ErrorCode.OVERLOADED, MAX_PROBES + " probes are running already"));
    }
    var answer = new CompletableFuture<Throughput>();
    var flow = new Flow(network.ticker().nanos(), Math.min(maxBytes, MAX_PROBE));
    var end =
        network
            .dispatcher()
            .schedule(
                maxTime.compareTo(TIMEOUT) < 0 ? maxTime : TIMEOUT,
                () -> finish(flow, peer, answer));
    for (int sent = 0; sent < flow.total; sent += CHUNK) {
      var chunk = new byte[Math.min(CHUNK, flow.total - sent)];
      carry(
          self,
          peer,
          chunk.length,
          answer,
          () -> {
            if (flow.arrived(chunk.clone(), network.ticker().nanos())) finish(flow, peer, answer);
          });
    }
    return answer.whenComplete((_, _) -> {
      probes.decrementAndGet();
      end.close();
    });
  }

  private void finish(Flow flow, PeerId peer, CompletableFuture<Throughput> answer) {
    flow.measured()
        .ifPresentOrElse(answer::complete, () -> answer.completeExceptionally(timedOut(peer)));
  }

  private void carry(
      PeerId from, PeerId to, int bytes, CompletableFuture<?> answer, Runnable arrival) {
    var target = network.reachable(from, to.text());
    if (target.isEmpty()) {
      answer.completeExceptionally(
          new AtollException(ErrorCode.UNREACHABLE, "no way from " + from + " to " + to));
      return;
    }
    network.travel(
        from,
        to,
        bytes,
        () -> {
          if (!target.get().offer(arrival))
            answer.completeExceptionally(
                new AtollException(ErrorCode.OVERLOADED, to + " has too much to do"));
        });
  }

  private static AtollException timedOut(PeerId peer) {
    return new AtollException(ErrorCode.TIMED_OUT, peer + " did not answer in time");
  }
}
