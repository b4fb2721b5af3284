package atoll.orchestrator;

import atoll.ensemble.Ensemble;
import atoll.ensemble.EnsembleWire;
import atoll.ensemble.ParseResult;
import atoll.identity.PrivateKey;
import atoll.identity.Sealer;
import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.EntryKey;
import atoll.journal.Journal;
import atoll.journal.JournalException;
import atoll.journal.RecordVersion;
import atoll.journal.Repository;
import atoll.kernel.EnsembleId;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import atoll.orchestrator.machine.DeploymentEvent;
import atoll.orchestrator.machine.MachineRecord;
import atoll.orchestrator.machine.Why;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an orchestrator remembers: deployments, the ensembles they are made of, what happened to
 * them, and what was asked of them and is not done yet. Nothing is said or done before it is here.
 */
final class Store {
  private static final int VERSION = 1;
  private static final StrictJson RECORDS = new StrictJson(16 << 20, 64);
  private static final String DEPLOYMENTS = "deployments";
  private static final String ENSEMBLES = "deployment-ensembles";
  private static final String EVENTS = "deployment-events";
  private static final String ORDERS = "deployment-orders";
  private static final String OWED = "deployment-debts";
  private static final String REASONS = "deployment-reasons";

  private final Journal journal;
  private final Sealer sealer;
  private final Repository<DeploymentEvent> events;
  private final Repository<Owed> debts;
  private final Repository<Why> reasons;

  Store(Journal journal, Sealer sealer) {
    this.journal = journal;
    this.sealer = sealer;
    this.events = new Repository<>(journal, EVENTS, new EventRecord());
    this.debts = new Repository<>(journal, OWED, new Owed.Written());
    this.reasons = new Repository<>(journal, REASONS, new WhyRecord());
  }

  /**
   * What of a deployment never changes.
   *
   * @param sealedKey of its actor
   * @param patience until when it may wait for room
   */
  record Birth(EnsembleId id, RequestId request, byte[] sealedKey, Instant patience) {}

  /** A deployment as it was remembered. */
  record Remembered(
      Birth birth,
      Fields state,
      Why why,
      TreeMap<Integer, Ensemble> ensembles,
      List<DeploymentEvent> events,
      Optional<Order> order) {}

  /** Something that was asked of a deployment, and is remembered until it has begun. */
  sealed interface Order {
    record ShutDown() implements Order {}

    record Update(Ensemble ensemble, Instant deadline) implements Order {}
  }

  byte[] seal(EnsembleId id, PrivateKey key) {
    return sealer.seal(key.marshal(), purpose(id));
  }

  PrivateKey open(Birth birth) {
    return PrivateKey.unmarshal(sealer.open(birth.sealedKey(), purpose(birth.id())));
  }

  /**
   * How a deployment stands now.
   *
   * @param state what {@link MachineRecord} wrote
   * @param why it is so, if that has changed
   * @param ensembles that are still needed, by number
   * @param owed what providers have yet to hear, whatever becomes of the deployment
   * @param orderBegun whether what was ordered has begun
   */
  record Standing(
      String state,
      Optional<Why> why,
      Map<Integer, Ensemble> ensembles,
      List<DeploymentEvent> news,
      List<Owed> owed,
      boolean orderBegun) {}

  // --- writing

  /**
   * Remembers how a deployment stands now.
   *
   * @param known the numbers of ensembles that are remembered already; brought up to date
   * @throws JournalException if it cannot be made durable; nothing may be done then
   */
  void save(Birth birth, Standing now, Set<Integer> known) {
    var changes = new ArrayList<Change>();
    changes.add(new Change.Put(key(DEPLOYMENTS, birth.id()), record(birth, now.state())));
    now.why().ifPresent(why -> changes.add(reasons.put(birth.id().value(), why)));
    var next = new TreeSet<>(now.ensembles().keySet());
    for (var number : next)
      if (!known.contains(number))
        changes.add(
            new Change.Put(
                ensembleKey(birth.id(), number),
                EnsembleWire.bytes(Objects.requireNonNull(now.ensembles().get(number)))));
    for (var number : known)
      if (!next.contains(number)) changes.add(new Change.Remove(ensembleKey(birth.id(), number)));
    for (var event : now.news()) {
      changes.add(events.put(eventKey(birth.id(), event.number()), event));
      long tooOld = event.number() - EventLog.MOST;
      if (tooOld > 0) changes.add(events.remove(eventKey(birth.id(), tooOld)));
    }
    for (var debt : now.owed()) changes.add(debts.put(debt.key(), debt));
    if (now.orderBegun()) changes.add(new Change.Remove(key(ORDERS, birth.id())));
    var _ = journal.commit(new Batch(List.of(), changes));
    known.clear();
    known.addAll(next);
  }

  private byte[] record(Birth birth, String state) {
    var out = RecordVersion.write(new CanonicalJson(2048).beginObject(), VERSION);
    out.name("request").value(birth.request().value());
    out.name("key").value(birth.sealedKey());
    out.name("patience").value(birth.patience().toEpochMilli());
    return out.name("state").raw(state).endObject().toBytes();
  }

  void order(EnsembleId id, Order order) {
    var out = RecordVersion.write(new CanonicalJson(1024).beginObject(), VERSION);
    switch (order) {
      case Order.ShutDown() -> out.name("shutdown").value(true);
      case Order.Update(var ensemble, var deadline) ->
          out.name("update")
              .value(EnsembleWire.bytes(ensemble))
              .name("until")
              .value(deadline.toEpochMilli());
    }
    var _ = journal.commit(Batch.of(new Change.Put(key(ORDERS, id), out.endObject().toBytes())));
  }

  /** A provider has heard it, or it is over. */
  void settled(Owed owed) {
    var _ = journal.commit(Batch.of(debts.remove(owed.key())));
  }

  void forget(EnsembleId id, Set<Integer> ensembles, long firstEvent, long lastEvent) {
    var changes = new ArrayList<Change>();
    changes.add(new Change.Remove(key(DEPLOYMENTS, id)));
    changes.add(new Change.Remove(key(ORDERS, id)));
    changes.add(reasons.remove(id.value()));
    ensembles.forEach(number -> changes.add(new Change.Remove(ensembleKey(id, number))));
    for (long number = firstEvent; number <= lastEvent; number++)
      changes.add(events.remove(eventKey(id, number)));
    var _ = journal.commit(new Batch(List.of(), changes));
  }

  // --- reading

  /**
   * Everything that is remembered, by id.
   *
   * @throws JournalException if it cannot be read, or makes no sense
   */
  List<Remembered> all() {
    var ensembles = new TreeMap<String, TreeMap<Integer, Ensemble>>();
    for (var entry : journal.all(ENSEMBLES)) {
      var parts = entry.key().key().split("/", 2);
      ensembles
          .computeIfAbsent(parts[0], _ -> new TreeMap<>())
          .put(Integer.valueOf(parts[1]), ensemble(entry.key(), entry.value()));
    }
    var happened = new TreeMap<String, List<DeploymentEvent>>();
    for (var entry : journal.all(EVENTS))
      happened
          .computeIfAbsent(entry.key().key().split("/", 2)[0], _ -> new ArrayList<>())
          .add(new EventRecord().decode(entry.value()));
    var remembered = new ArrayList<Remembered>();
    for (var entry : journal.all(DEPLOYMENTS)) {
      var id = new EnsembleId(entry.key().key());
      try {
        var fields = Fields.of(RECORDS.read(entry.value()));
        RecordVersion.require(fields, VERSION);
        remembered.add(
            new Remembered(
                birth(id, fields),
                fields.object("state"),
                reasons.find(id.value()).orElse(Why.UNKNOWN),
                ensembles.getOrDefault(id.value(), new TreeMap<>()),
                happened.getOrDefault(id.value(), List.of()),
                orderOf(id)));
      } catch (JournalException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new JournalException("the entry " + entry.key() + " makes no sense", e);
      }
    }
    return remembered;
  }

  /** What providers have yet to hear of deployments that have ended, forgotten ones too. */
  List<Owed> debts() {
    return debts.all();
  }

  private static Birth birth(EnsembleId id, Fields fields) {
    return new Birth(
        id,
        new RequestId(fields.text("request")),
        fields.bytes("key"),
        Instant.ofEpochMilli(fields.integer("patience")));
  }

  private Optional<Order> orderOf(EnsembleId id) {
    var key = key(ORDERS, id);
    return journal
        .find(key)
        .map(entry -> {
          var fields = Fields.of(new StrictJson(Batch.LARGEST, 16).read(entry.value()));
          RecordVersion.require(fields, VERSION);
          return fields.truth("shutdown")
              ? new Order.ShutDown()
              : new Order.Update(
                  ensemble(key, fields.bytes("update")),
                  Instant.ofEpochMilli(fields.integer("until")));
        });
  }

  private static Ensemble ensemble(EntryKey key, byte[] bytes) {
    return switch (EnsembleWire.read(bytes)) {
      case ParseResult.Parsed(var ensemble) -> ensemble;
      case ParseResult.Invalid invalid ->
          throw new JournalException("the entry " + key + " is no ensemble: " + invalid);
    };
  }

  private static EntryKey key(String collection, EnsembleId id) {
    return new EntryKey(collection, id.value());
  }

  private static EntryKey ensembleKey(EnsembleId id, int number) {
    return new EntryKey(ENSEMBLES, id + "/" + number);
  }

  private static String eventKey(EnsembleId id, long number) {
    return "%s/%012d".formatted(id, number);
  }

  private static String purpose(EnsembleId id) {
    return "the key of deployment " + id;
  }
}
