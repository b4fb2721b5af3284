package atoll.provider;

import atoll.identity.Sealer;
import atoll.journal.Change;
import atoll.journal.Codec;
import atoll.journal.Journal;
import atoll.journal.JournalException;
import atoll.journal.RecordVersion;
import atoll.journal.Repository;
import atoll.journal.ScopedJournal;
import atoll.kernel.AllocationId;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import atoll.market.ProviderId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a provider remembers across restarts, in a part of its own of a journal that others may
 * share. What changes something returns when that is durable; if it throws, the change counts as
 * never made.
 */
final class ProviderMemory {
  private static final String HERE = "here";
  private static final int VERSION = 1;
  private static final StrictJson JSON = new StrictJson(8 << 20, 16);

  private final Journal journal;
  private final SureCommits commits;
  private final Sealer sealer;
  private final Repository<Lending> lending;
  private final Repository<Lease> holds;
  private final Repository<AllocationRecord> allocations;
  private final Repository<byte[]> assignments;
  private final Repository<HeardEpoch> epochs;

  ProviderMemory(Journal journal, Sealer sealer, ProviderId self) {
    this.journal = new ScopedJournal(journal, self.value());
    this.commits = new SureCommits(this.journal);
    this.sealer = sealer;
    lending = in("provider-lending", Lending::toJson, Lending::parse);
    holds = in("provider-holds", ProviderMemory::write, ProviderMemory::lease);
    allocations = in("provider-allocations", AllocationRecord::toJson, AllocationRecord::parse);
    assignments = in("provider-assignments", ProviderMemory::write, ProviderMemory::sealed);
    epochs = in("provider-epochs", HeardEpoch::toJson, HeardEpoch::parse);
  }

  // --- what was remembered

  Lending lending() {
    return lending.find(HERE).orElse(Lending.NOTHING);
  }

  List<Lease> holds() {
    return holds.all();
  }

  List<AllocationRecord> allocations() {
    return allocations.all();
  }

  List<HeardEpoch> epochs() {
    return epochs.all();
  }

  /**
   * @throws JournalException if it is not there
   * @throws atoll.identity.KeystoreException if it does not open
   */
  Assignment assignment(AllocationId id) {
    var sealed =
        assignments
            .find(key(id))
            .orElseThrow(() ->
                new JournalException(
                    "the journal lacks what allocation "
                        + id.value()
                        + " is to do; restore a backup"));
    return Assignment.open(id, sealed, sealer);
  }

  // --- what is to be remembered

  void lend(Lending now, Lending before) {
    commits.commit(List.of(lending.put(HERE, now)), List.of(lending.put(HERE, before)));
  }

  /**
   * @param before what was held by the same lease, if anything
   */
  void hold(Lease lease, Optional<Lease> before) {
    var key = key(lease.allocation());
    var undo = before.map(b -> holds.put(key, b)).orElse(holds.remove(key));
    commits.commit(List.of(holds.put(key, lease)), List.of(undo));
  }

  /** Nothing is held for these any more. */
  void release(List<AllocationId> ids) {
    if (ids.isEmpty()) return;
    var changes = ids.stream().map(id -> holds.remove(key(id))).toList();
    commits.commit(changes, changes);
  }

  /** An allocation that is being made of a hold. */
  record Made(Lease hold, AllocationRecord allocation, Assignment assignment) {}

  void make(List<Made> all) {
    if (all.isEmpty()) return;
    var changes = new ArrayList<Change>();
    var undo = new ArrayList<Change>();
    for (var made : all) {
      var key = key(made.allocation().id());
      changes.add(holds.remove(key));
      changes.add(allocations.put(key, made.allocation()));
      changes.add(assignments.put(key, made.assignment().sealed(sealer)));
      undo.add(holds.put(key, made.hold()));
      // An earlier one of the same name may have ended, and be remembered still.
      undo.add(commits.back(allocations.key(key)));
      undo.add(commits.back(assignments.key(key)));
    }
    commits.commit(changes, undo);
  }

  void change(AllocationRecord now, AllocationRecord before) {
    var key = key(now.id());
    commits.commit(List.of(allocations.put(key, now)), List.of(allocations.put(key, before)));
  }

  void forget(AllocationId id) {
    var key = key(id);
    var changes = List.<Change>of(allocations.remove(key), assignments.remove(key));
    commits.commit(changes, changes);
  }

  void hear(HeardEpoch epoch) {
    var put = List.of(epochs.put(key(epoch), epoch));
    commits.commit(put, put); // what was said stays said
  }

  void forget(List<HeardEpoch> old) {
    if (old.isEmpty()) return;
    var changes = old.stream().map(epoch -> epochs.remove(key(epoch))).toList();
    commits.commit(changes, changes);
  }

  // --- keys and shapes

  private static String key(AllocationId id) {
    return id.value();
  }

  private static String key(HeardEpoch epoch) {
    return epoch.ensemble().value() + "/" + OwnerDigest.of(epoch.owner());
  }

  private <T> Repository<T> in(
      String collection, Function<T, byte[]> write, Function<byte[], T> read) {
    return new Repository<>(
        journal,
        collection,
        new Codec<>() {
          @Override
          public byte[] encode(T value) {
            return write.apply(value);
          }

          @Override
          public T decode(byte[] bytes) {
            return read.apply(bytes);
          }
        });
  }

  private static byte[] write(Lease lease) {
    var out = RecordVersion.write(new CanonicalJson().beginObject(), VERSION);
    lease.write(out.name("lease"));
    return out.endObject().toBytes();
  }

  private static Lease lease(byte[] json) {
    return Lease.read(versioned(json).object("lease"));
  }

  private static byte[] write(byte[] sealed) {
    return RecordVersion.write(new CanonicalJson(sealed.length * 2).beginObject(), VERSION)
        .name("sealed")
        .value(sealed)
        .endObject()
        .toBytes();
  }

  private static byte[] sealed(byte[] json) {
    return versioned(json).bytes("sealed");
  }

  private static Fields versioned(byte[] json) {
    var fields = Fields.of(JSON.read(json));
    RecordVersion.require(fields, VERSION);
    return fields;
  }
}
