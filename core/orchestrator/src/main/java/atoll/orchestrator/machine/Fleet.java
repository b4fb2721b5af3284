package atoll.orchestrator.machine;

import atoll.actor.Handle;
import atoll.kernel.AllocationId;
import atoll.kernel.LeaseId;
import atoll.kernel.NodeName;
import atoll.market.ProviderId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where the nodes of a deployment are. Belongs to its machine.
 *
 * <p>A node has at most one berth that counts, and one that is to replace it. Providers from which
 * something was taken away are owed the news until they have heard it, since what they still run
 * would run on.
 */
final class Fleet {
  private final Map<NodeName, Berth> current = new LinkedHashMap<>();
  private final Map<NodeName, Berth> incoming = new LinkedHashMap<>();
  private final Map<ProviderId, Handle> owed = new TreeMap<>();

  Optional<Berth> at(NodeName node) {
    return Optional.ofNullable(current.get(node));
  }

  Optional<Berth> incoming(NodeName node) {
    return Optional.ofNullable(incoming.get(node));
  }

  /** Every berth, those that count first. */
  List<Berth> berths() {
    return Stream.concat(current.values().stream(), incoming.values().stream()).toList();
  }

  List<Berth> current() {
    return List.copyOf(current.values());
  }

  List<Berth> incoming() {
    return List.copyOf(incoming.values());
  }

  List<Berth> on(ProviderId provider) {
    return berths().stream().filter(b -> b.provider.equals(provider)).toList();
  }

  /** All providers that are to have something of this deployment, or are owed news. */
  Map<ProviderId, Handle> providers() {
    var all = new TreeMap<ProviderId, Handle>();
    all.putAll(owed);
    for (var berth : berths()) if (!berth.leaving) all.put(berth.provider, berth.handle);
    return all;
  }

  void put(Berth berth) {
    current.put(berth.node, berth);
  }

  void putIncoming(Berth berth) {
    incoming.put(berth.node, berth);
  }

  /** Takes a berth away; its provider is owed the news. */
  void remove(Berth berth) {
    current.remove(berth.node, berth);
    incoming.remove(berth.node, berth);
    owed.put(berth.provider, berth.handle);
  }

  /** The berth that was to replace another now counts; the other is returned. */
  Optional<Berth> promote(NodeName node) {
    var next = incoming.remove(node);
    if (next == null) return Optional.empty();
    var before = Optional.ofNullable(current.put(node, next));
    before.ifPresent(old -> owed.put(old.provider, old.handle));
    return before;
  }

  /** A provider has nothing that it should not have. */
  void settled(ProviderId provider) {
    owed.remove(provider);
  }

  boolean owes(ProviderId provider) {
    return owed.containsKey(provider);
  }

  Map<ProviderId, Handle> owed() {
    return new TreeMap<>(owed);
  }

  void owe(ProviderId provider, Handle handle) {
    owed.put(provider, handle);
  }

  Optional<Berth> berthOf(AllocationProgress progress) {
    return berths().stream().filter(b -> b.allocations.contains(progress)).findFirst();
  }

  Optional<AllocationProgress> find(AllocationId id, int attempt) {
    return progresses().filter(p -> p.id.equals(id) && p.attempt == attempt).findFirst();
  }

  /** By its lease; by its name alone for peers that say none. */
  Optional<AllocationProgress> find(AllocationId id, Optional<LeaseId> lease) {
    return progresses()
        .filter(p -> p.id.equals(id))
        .filter(p -> lease.isEmpty() || p.lease().equals(lease.get()))
        .findFirst();
  }

  Stream<AllocationProgress> progresses() {
    return berths().stream().flatMap(b -> b.allocations.stream());
  }
}
