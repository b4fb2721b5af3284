package atoll.infernet.containers;

import atoll.actor.Dispatcher;
import atoll.infernet.config.ContainerConfig;
import atoll.jobs.ServiceName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks each container that has a path for it whether it is well, and has those restarted that are
 * not for long (Infernet §9.12). Safe for any thread.
 */
public final class HealthWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("orchestration.docker");
  private static final Duration TO_ANSWER = Duration.ofSeconds(5);
  private static final Duration TO_BEGIN = Duration.ofSeconds(60);
  private static final ContainerCalls.Reader<byte[]> SHORT = ContainerCalls.upTo(64 << 10);
  private static final ContainerCalls.Reader<Integer> STATUS =
      (status, body) -> {
        var _ = SHORT.read(status, body);
        return status;
      };

  /**
   * How long after a look the next one is.
   *
   * @param atFirst while it was never well
   */
  record Pace(Duration usual, Duration atFirst) {}

  private static final Pace PACE = new Pace(Duration.ofSeconds(10), Duration.ofSeconds(2));

  private final List<ServiceName> watched = new ArrayList<>();
  private final ServiceAddresses addresses;
  private final ContainerCalls calls;
  private final Keeper keeper;
  private final Dispatcher dispatcher;
  private final Pace pace;
  private final Map<ServiceName, Health> found = new ConcurrentHashMap<>();
  private final Set<ServiceName> onceLooked = ConcurrentHashMap.newKeySet();
  private final Set<ServiceName> onceWell = ConcurrentHashMap.newKeySet();
  private final CountDownLatch looked;
  private final CountDownLatch well;
  private volatile boolean closed;

  /**
   * @param managed who runs them; empty if somebody else does
   */
  public HealthWatch(
      List<ContainerConfig> containers,
      ServiceAddresses addresses,
      ContainerCalls calls,
      Optional<ManagedContainers> managed,
      Dispatcher dispatcher) {
    this(
        containers,
        addresses,
        calls,
        managed.<Keeper>map(keeper -> keeper).orElse(Keeper.NOBODY),
        dispatcher,
        PACE);
  }

  HealthWatch(
      List<ContainerConfig> containers,
      ServiceAddresses addresses,
      ContainerCalls calls,
      Keeper keeper,
      Dispatcher dispatcher,
      Pace pace) {
    for (var container : containers)
      if (container.health().isPresent()) watched.add(new ServiceName(container.id()));
    this.addresses = addresses;
    this.calls = calls;
    this.keeper = keeper;
    this.dispatcher = dispatcher;
    this.pace = pace;
    watched.forEach(service -> found.put(service, Health.UNKNOWN));
    looked = new CountDownLatch(watched.size());
    well = new CountDownLatch(watched.size());
  }

  public void begin() {
    for (var service : watched) dispatcher.execute(() -> look(service));
  }

  /**
   * Blocks until each was looked at, some seconds at most.
   *
   * @param untilWell whether to wait for them to be well instead, a minute at most
   */
  public void await(boolean untilWell) throws InterruptedException {
    boolean came =
        untilWell
            ? well.await(TO_BEGIN.toMillis(), TimeUnit.MILLISECONDS)
            : looked.await(2 * TO_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    if (came) return;
    for (var service : watched)
      trouble(service)
          .ifPresent(why -> LOG.warn("Serving, but container {} is not healthy: {}", service, why));
  }

  /** What keeps a container from being called; empty if nothing does. Never blocks. */
  public Optional<String> trouble(ServiceName service) {
    var health = found.getOrDefault(service, Health.WELL);
    return health.isWell() ? Optional.empty() : Optional.of(health.trouble());
  }

  private void look(ServiceName service) {
    if (closed) return;
    var before = found.getOrDefault(service, Health.UNKNOWN);
    var now = before;
    try {
      now = after(service, before);
      if (closed) return;
      if (now.isHopeless()) {
        LOG.warn("Container {} is not healthy for too long, so it is restarted", service);
        keeper.restart(service.value());
        now = now.restarted();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    } catch (RuntimeException e) {
      LOG.error("looking after container {}", service, e);
      now = now.failed("something went wrong inside, which the log tells");
    }
    take(service, before, now);
    dispatcher.schedule(now.begun() ? pace.usual() : pace.atFirst(), () -> look(service));
  }

  private Health after(ServiceName service, Health before) throws InterruptedException {
    if (!keeper.runs(service.value())) return new Health(false, 0, "it does not run");
    return switch (calls.get(addresses.health(service), TO_ANSWER, STATUS)) {
      case ContainerCalls.Outcome.Answered<Integer>(_, var status)
          when status >= 200 && status <= 299 ->
          Health.WELL;
      case ContainerCalls.Outcome.Answered<Integer>(_, var status) ->
          before.failed("it answered with status " + status);
      case ContainerCalls.Outcome.Unreached<Integer>(var why) -> before.failed(why);
      case ContainerCalls.Outcome.Broken<Integer>(var why) -> before.failed(why);
      case ContainerCalls.Outcome.Late<Integer>() ->
          before.failed("it did not answer within " + ContainerCalls.said(TO_ANSWER));
    };
  }

  private void take(ServiceName service, Health before, Health now) {
    found.put(service, now);
    boolean first = onceLooked.add(service);
    if (now.isWell() && (first || !before.isWell())) LOG.info("Container {} is healthy", service);
    if (!now.isWell() && (first || before.isWell()))
      LOG.warn("Container {} is not healthy: {}", service, now.trouble());
    if (first) looked.countDown();
    if (now.isWell() && onceWell.add(service)) well.countDown();
  }

  /** Nobody is looked at any more. */
  @Override
  public void close() {
    closed = true;
  }
}
