package atoll.chain;

import atoll.kernel.ErrorCode;
import atoll.kernel.Ticker;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/**
 * A chain behind one or several services that speak JSON-RPC 2.0 over HTTP. The first that is not
 * resting after a failure is asked; one that is slow, over its limit, broken or nonsensical rests,
 * and the next is asked. So it is if one cannot say what it is asked; it does not rest for that,
 * since a call may be at fault that others have nothing to do with. A call may therefore reach
 * several services: repeating it must be harmless. Blocks until an answer or the last try; safe for
 * many threads.
 */
public final class JsonRpc implements AutoCloseable {
  /** How often all services are asked what each of them that answers cannot say. */
  private static final int ROUNDS = 3;

  private final RpcLimits limits;
  private final Ticker ticker;
  private final RandomGenerator random;
  private final Pause pause;
  private final HttpClient client;
  private final List<RpcService> services;
  private final RpcWire wire;
  private final AtomicLong nextId = new AtomicLong(1);
  private final LongAdder failures = new LongAdder();

  /**
   * @param urls in the order of preference
   */
  public JsonRpc(
      List<URI> urls, RpcLimits limits, Ticker ticker, RandomGenerator random, Pause pause) {
    if (urls.isEmpty()) throw new IllegalArgumentException("a chain needs at least one RPC URL");
    this.limits = limits;
    this.ticker = ticker;
    this.random = random;
    this.pause = pause;
    client = RpcService.client(limits);
    services =
        urls.stream().map(url -> new RpcService(url, client, limits, ticker.nanos())).toList();
    wire = new RpcWire(limits.answerBytes());
  }

  /**
   * @throws RpcException if no service gave an answer in as many tries as the limits say
   * @throws CallUnsupported if no service that is awake takes this call
   */
  public <T> RpcAnswer<T> ask(RpcCall<T> call) throws InterruptedException {
    return trying(
        call.method(),
        service -> {
          long id = nextId.getAndIncrement();
          return wire.readSingle(service.post(RpcWire.single(call, id)), call, id);
        });
  }

  /**
   * @throws ChainRefusal if the answer is a refusal
   * @throws RpcException if no service gave an answer
   */
  public <T> T get(RpcCall<T> call) throws InterruptedException {
    return ask(call).orThrow(call.method());
  }

  /**
   * Many calls in few requests, answers in the order of the calls; each request is tried as one.
   */
  public <T> List<RpcAnswer<T>> ask(List<RpcCall<T>> calls) throws InterruptedException {
    var answers = new ArrayList<RpcAnswer<T>>(calls.size());
    for (int from = 0; from < calls.size(); from += limits.batch())
      answers.addAll(batch(calls.subList(from, Math.min(calls.size(), from + limits.batch()))));
    return answers;
  }

  private <T> List<RpcAnswer<T>> batch(List<RpcCall<T>> calls) throws InterruptedException {
    if (calls.size() == 1) return List.of(ask(calls.getFirst()));
    var together =
        trying(
            "a batch of " + calls.size(),
            service -> {
              long firstId = nextId.getAndAdd(calls.size());
              return wire.readBatch(service.post(RpcWire.batch(calls, firstId)), calls, firstId);
            });
    if (together.isPresent()) return together.get();
    var singly = new ArrayList<RpcAnswer<T>>(calls.size());
    for (var call : calls) singly.add(ask(call));
    return singly;
  }

  /** How many requests failed, those included that were answered at another try. */
  public long failures() {
    return failures.sum();
  }

  private interface Try<T> {
    T with(RpcService service) throws InterruptedException;
  }

  private <T> T trying(String what, Try<T> once) throws InterruptedException {
    RpcException last = null;
    var unable = new HashSet<RpcService>();
    int rounds = 0;
    int tries = 0;
    while (tries < limits.tries() && rounds < ROUNDS) {
      tries++;
      var service = awake(unable);
      try {
        var answer = once.with(service);
        service.succeeded();
        return answer;
      } catch (RpcException e) {
        if (!(e instanceof CallUnsupported)) failures.increment();
        last = e;
        if (!e.isOfTheCall()) {
          service.failed(ticker.nanos(), e.retryAfter(), random.nextDouble());
          continue;
        }
        unable.add(service);
        if (isAnyAwake(unable)) continue;
        if (e instanceof CallUnsupported && unable.size() == tries) throw e;
        unable.clear();
        if (++rounds < ROUNDS) pause.of(limits.firstPause().multipliedBy(rounds));
      }
    }
    throw new RpcException(
        last == null ? ErrorCode.UNREACHABLE : last.code(),
        what
            + " got no answer in "
            + tries
            + (last == null ? " tries" : " tries, the last: " + last.getMessage()),
        last);
  }

  private boolean isAnyAwake(Set<RpcService> but) {
    long now = ticker.nanos();
    return services.stream()
        .anyMatch(service -> !but.contains(service) && service.restsUntil() - now <= 0);
  }

  /** The preferred service that does not rest; if all do, the one that rests least, after that. */
  private RpcService awake(Set<RpcService> but) throws InterruptedException {
    long now = ticker.nanos();
    for (var service : services)
      if (!but.contains(service) && service.restsUntil() - now <= 0) return service;
    var soonest =
        services.stream()
            .filter(service -> !but.contains(service))
            .min(Comparator.comparingLong(s -> s.restsUntil() - now))
            .orElseThrow();
    pause.of(Duration.ofNanos(Math.max(1, soonest.restsUntil() - now)));
    return soonest;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
