package atoll.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScopedJournalTest extends JournalContract {
  private final Journal shared = new InMemoryJournal();

  @Override
  protected Journal open() {
    return new ScopedJournal(shared, "node-1");
  }

  @Override
  protected Journal reopen(Journal killed) {
    return new ScopedJournal(shared, "node-1");
  }

  @Test
  void whatAnotherNodeKeepsIsNeitherSeenNorChanged() {
    var one = new ScopedJournal(shared, "node-1");
    var other = new ScopedJournal(shared, "node-11");
    var lease = new EntryKey("leases", "a");
    one.commit(Batch.of(new Change.Put(lease, new byte[] {1})));
    other.commit(
        Batch.of(new Change.Put(lease, new byte[] {2})).onlyIf(new Condition.Absent(lease)));
    other.commit(Batch.of(new Change.Remove(lease)));
    assertThat(one.find(lease).orElseThrow().value()).containsExactly(1);
    assertThat(other.all("leases")).isEmpty();
  }
}
