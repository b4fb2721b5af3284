package atoll.journal;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One node's part of a journal that several share: it sees and changes its own entries only.
 * Closing it leaves the journal open.
 */
public final class ScopedJournal implements Journal {
  private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9-]{1,128}");

  private final Journal shared;
  private final String prefix;

  /**
   * @param owner letters, digits and hyphens, at most 128; a peer id, for one
   */
  public ScopedJournal(Journal shared, String owner) {
    if (!OWNER.matcher(owner).matches())
      throw new IllegalArgumentException("not the name of a part of a journal: " + owner);
    this.shared = shared;
    this.prefix = owner + "/";
  }

  @Override
  public CommitOutcome commit(Batch batch) {
    var scoped =
        new Batch(
            batch.conditions().stream().map(this::scoped).toList(),
            batch.changes().stream().map(this::scoped).toList());
    return switch (shared.commit(scoped)) {
      case CommitOutcome.Durable durable -> durable;
      case CommitOutcome.Conflict(var key) -> new CommitOutcome.Conflict(own(key));
    };
  }

  @Override
  public Optional<Entry> find(EntryKey key) {
    return shared.find(scoped(key)).map(this::own);
  }

  @Override
  public List<Entry> all(String collection) {
    return shared.all(collection).stream()
        .filter(entry -> entry.key().key().startsWith(prefix))
        .map(this::own)
        .toList();
  }

  private Condition scoped(Condition condition) {
    return switch (condition) {
      case Condition.Absent(var key) -> new Condition.Absent(scoped(key));
      case Condition.Unchanged(var key, var version) ->
          new Condition.Unchanged(scoped(key), version);
    };
  }

  private Change scoped(Change change) {
    return switch (change) {
      case Change.Put(var key, var value) -> new Change.Put(scoped(key), value);
      case Change.Remove(var key) -> new Change.Remove(scoped(key));
    };
  }

  private EntryKey scoped(EntryKey key) {
    return new EntryKey(key.collection(), prefix + key.key());
  }

  private Entry own(Entry entry) {
    return new Entry(own(entry.key()), entry.value(), entry.version());
  }

  private EntryKey own(EntryKey key) {
    return new EntryKey(key.collection(), key.key().substring(prefix.length()));
  }

  @Override
  public void close() {}
}
