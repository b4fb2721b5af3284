package atoll.actor;

import atoll.identity.PeerId;
import atoll.kernel.Ticker;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network of hosts that live in one process: each joins and gets its transport. Messages take the
 * dispatcher's turns, so a host that is slow or full delays or loses only its own. What ways
 * between hosts are like is said in {@link #conditions}. Thread-safe.
 */
public final class InMemoryNetwork implements AutoCloseable {
  private final Map<String, InMemoryTransport> hosts = new ConcurrentHashMap<>();
  private final LinkConditions conditions = new LinkConditions();
  private final Dispatcher dispatcher;
  private final InstantSource clock;
  private final Ticker ticker;

  public InMemoryNetwork(Dispatcher dispatcher, InstantSource clock, Ticker ticker) {
    this.dispatcher = dispatcher;
    this.clock = clock;
    this.ticker = ticker;
  }

  /**
   * @throws IllegalStateException if {@code host} is in the network already
   */
  public Transport join(PeerId host) {
    var transport = new InMemoryTransport(host, this);
    if (hosts.putIfAbsent(host.text(), transport) != null)
      throw new IllegalStateException(host + " is in the network already");
    return transport;
  }

  /** What ways are like: may be changed at any time, and holds for what is sent afterwards. */
  public LinkConditions conditions() {
    return conditions;
  }

  @Override
  public void close() {
    for (var transport : List.copyOf(hosts.values())) transport.close();
  }

  void leave(InMemoryTransport transport) {
    hosts.remove(transport.self().text(), transport);
  }

  Collection<InMemoryTransport> hosts() {
    return hosts.values();
  }

  /**
   * @param to a peer id as text, which need not be one
   */
  Optional<InMemoryTransport> reachable(PeerId from, String to) {
    return Optional.ofNullable(hosts.get(to))
        .filter(host -> conditions.connected(from, host.self()));
  }

  /** Runs {@code arrival} when {@code bytes} sent now arrive; false if the way loses them. */
  boolean travel(PeerId from, PeerId to, int bytes, Runnable arrival) {
    if (conditions.loses(from, to)) return false;
    var delay = conditions.delay(from, to, bytes, ticker.nanos());
    if (delay.isZero()) arrival.run();
    else dispatcher.schedule(delay, arrival);
    return true;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  InstantSource clock() {
    return clock;
  }

  Ticker ticker() {
    return ticker;
  }
}
