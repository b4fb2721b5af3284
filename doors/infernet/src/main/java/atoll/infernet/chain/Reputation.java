package atoll.infernet.chain;

import atoll.chain.Addresses;
import atoll.journal.Batch;
import atoll.journal.Codec;
import atoll.journal.Journal;
import atoll.journal.RecordVersion;
import atoll.journal.Repository;
import atoll.kernel.Backoff;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import com.esaulpaugh.headlong.abi.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which owners of subscriptions made this node pay gas for nothing: their deliveries were mined and
 * reverted, one after the other (Infernet §9.9, TOB-2, TOB-6). Nothing of such an owner is begun
 * for a while, then one at a time, until a delivery takes effect. Journaled; safe for any thread.
 */
final class Reputation {
  /** As many as three intervals burn that are given up, so that these are never held up. */
  static final int BORNE = 9;

  static final int MOST_OWNERS = 10_000;
  private static final Backoff PAUSES = new Backoff(Duration.ofMinutes(1), Duration.ofHours(6));
  private static final String COLLECTION = "chain-reputation";

  private final Repository<Standing> records;
  private final String scope;
  private final Map<Address, Standing> bad = new LinkedHashMap<>();

  /**
   * How an owner stands.
   *
   * @param reverted deliveries in a row
   * @param until when nothing of it is begun
   * @param tried when the only one that may be begun after that is taken for lost; not journaled
   */
  record Standing(Address owner, int reverted, Instant until, Instant tried) {
    boolean isDistrusted() {
      return reverted >= BORNE;
    }

    String said() {
      return "the last %d deliveries to owner %s were reverted, so that nothing of it is begun before %s"
          .formatted(reverted, owner, until);
    }
  }

  /**
   * @param scope tells one chain from others
   */
  Reputation(Journal journal, String scope) {
    records = new Repository<>(journal, COLLECTION, new StandingCodec());
    this.scope = scope;
    for (var entry : journal.all(COLLECTION))
      if (entry.key().key().startsWith(scope + "/")) {
        var standing = new StandingCodec().decode(entry.value());
        bad.put(standing.owner(), standing);
      }
  }

  /** Why, and until when, something of an owner may not be begun; nothing if it may. */
  synchronized Optional<Standing> holds(Address owner, Instant now) {
    var standing = bad.get(owner);
    if (standing == null || !standing.isDistrusted()) return Optional.empty();
    if (now.isBefore(standing.until())) return Optional.of(standing);
    if (now.isBefore(standing.tried()))
      return Optional.of(
          new Standing(owner, standing.reverted(), standing.tried(), standing.tried()));
    var tried = now.plus(PAUSES.first());
    bad.put(owner, new Standing(owner, standing.reverted(), standing.until(), tried));
    return Optional.empty();
  }

  /**
   * A delivery cost gas, and was reverted; returns when that is durable. Those that were under way
   * when a pause began make it no longer.
   *
   * @return the pause, if one begins
   */
  synchronized Optional<Standing> reverted(Address owner, Instant now) {
    var earlier = bad.get(owner);
    if (earlier != null && now.isBefore(earlier.until())) return Optional.empty();
    int reverted = earlier == null ? 1 : earlier.reverted() + 1;
    var until = reverted < BORNE ? now : now.plus(PAUSES.afterFailures(reverted - BORNE + 1));
    var standing = new Standing(owner, reverted, until, until);
    records.save(name(owner), standing);
    bad.remove(owner); // so that it becomes the newest
    bad.put(owner, standing);
    if (bad.size() > MOST_OWNERS) forget(bad.keySet().iterator().next());
    return Optional.of(standing).filter(Standing::isDistrusted);
  }

  /** A delivery took effect; returns when that is durable. */
  synchronized void delivered(Address owner) {
    if (bad.containsKey(owner)) forget(owner);
  }

  private void forget(Address owner) {
    var _ = records.journal().commit(Batch.of(records.remove(name(owner))));
    bad.remove(owner);
  }

  private String name(Address owner) {
    return scope + "/" + Addresses.wire(owner).substring(2);
  }

  private static final class StandingCodec implements Codec<Standing> {
    private static final StrictJson JSON = new StrictJson(4096, 2);

    @Override
    public byte[] encode(Standing standing) {
      var json = RecordVersion.write(new CanonicalJson().beginObject(), 1);
      return json.name("owner")
          .value(Addresses.wire(standing.owner()))
          .name("reverted")
          .value(standing.reverted())
          .name("until")
          .value(standing.until().toEpochMilli())
          .endObject()
          .toBytes();
    }

    @Override
    public Standing decode(byte[] bytes) {
      var fields = Fields.of(JSON.read(bytes));
      RecordVersion.require(fields, 1);
      var until = Instant.ofEpochMilli(fields.integer("until"));
      return new Standing(
          Addresses.parse(fields.text("owner")),
          Math.toIntExact(fields.integer("reverted")),
          until,
          until);
    }
  }
}
