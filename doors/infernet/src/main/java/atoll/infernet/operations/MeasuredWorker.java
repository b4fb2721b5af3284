package atoll.infernet.operations;

import atoll.jobs.Answer;
import atoll.jobs.Call;
import atoll.jobs.ChunkReader;
import atoll.jobs.ServiceName;
import atoll.jobs.Worker;
import atoll.kernel.Ticker;
import atoll.web.Metrics;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Services whose time is counted. */
public final class MeasuredWorker implements Worker {
  private static final double NANOS = 1e9;

  private final Worker worker;
  private final Ticker ticker;
  private final Map<ServiceName, Spent> spent = new HashMap<>();

  private record Spent(LongAdder calls, LongAdder nanos) {
    void add(long time) {
      calls.increment();
      nanos.add(time);
    }
  }

  public MeasuredWorker(
      Worker worker, Collection<ServiceName> services, Ticker ticker, Metrics metrics) {
    this.worker = worker;
    this.ticker = ticker;
    for (var service : services) {
      var time = new Spent(new LongAdder(), new LongAdder());
      spent.put(service, time);
      metrics.counted(
          "infernet_container_call_seconds_count",
          "Calls of containers that ended.",
          time.calls::sum,
          "container",
          service.value());
      metrics.counted(
          "infernet_container_call_seconds_sum",
          "Seconds that calls of containers took.",
          () -> time.nanos.sum() / NANOS,
          "container",
          service.value());
    }
  }

  @Override
  public void call(Call call, Consumer<Answer> then) {
    long begun = ticker.nanos();
    worker.call(
        call,
        answer -> {
          ended(call, begun);
          then.accept(answer);
        });
  }

  @Override
  public StreamEnd stream(Call call, ChunkReader reader) throws InterruptedException {
    long begun = ticker.nanos();
    try {
      return worker.stream(call, reader);
    } finally {
      ended(call, begun);
    }
  }

  private void ended(Call call, long begun) {
    var time = spent.get(call.service());
    if (time != null) time.add(ticker.nanos() - begun);
  }
}
