package atoll.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every journal promises. */
public abstract class JournalContract {
  private static final EntryKey LEASE = new EntryKey("leases", "a");
  private static final EntryKey OTHER = new EntryKey("leases", "b");

  private Journal journal;

  /** A journal that remembers nothing yet. */
  protected abstract Journal open() throws Exception;

  /** The same journal after its process ended without a word. */
  protected abstract Journal reopen(Journal killed) throws Exception;

  @BeforeEach
  void openJournal() throws Exception {
    journal = open();
  }

  @AfterEach
  void closeJournal() {
    journal.close();
  }

  @Test
  void whatWasCommittedIsThereAfterACrash() throws Exception {
    journal.commit(Batch.of(put(LEASE, "held"), put(OTHER, "held too")));
    journal.commit(Batch.of(put(LEASE, "running"), new Change.Remove(OTHER)));
    journal = reopen(journal);
    assertThat(text(LEASE)).isEqualTo("running");
    assertThat(journal.find(OTHER)).isEmpty();
  }

  @Test
  void aBatchUnderAConditionThatDoesNotHoldChangesNothing() {
    journal.commit(Batch.of(put(LEASE, "held")));
    var twice = Batch.of(put(OTHER, "x"), put(LEASE, "y")).onlyIf(new Condition.Absent(LEASE));
    assertThat(journal.commit(twice)).isEqualTo(new CommitOutcome.Conflict(LEASE));
    assertThat(journal.find(OTHER)).isEmpty();
    assertThat(text(LEASE)).isEqualTo("held");
  }

  @Test
  void anEntryChangesOnlyIfItIsStillTheOneThatWasRead() {
    journal.commit(Batch.of(put(LEASE, "held")));
    long read = journal.find(LEASE).orElseThrow().version();
    var first = Batch.of(put(LEASE, "mine")).onlyIf(new Condition.Unchanged(LEASE, read));
    var late = Batch.of(put(LEASE, "also mine")).onlyIf(new Condition.Unchanged(LEASE, read));
    assertThat(journal.commit(first)).isEqualTo(new CommitOutcome.Durable());
    assertThat(journal.commit(late)).isEqualTo(new CommitOutcome.Conflict(LEASE));
    assertThat(text(LEASE)).isEqualTo("mine");
  }

  @Test
  void versionsGrowAcrossCrashesAndRemovals() throws Exception {
    journal.commit(Batch.of(put(LEASE, "1")));
    long first = journal.find(LEASE).orElseThrow().version();
    journal.commit(Batch.of(new Change.Remove(LEASE)));
    journal = reopen(journal);
    journal.commit(Batch.of(put(LEASE, "2")));
    assertThat(journal.find(LEASE).orElseThrow().version()).isGreaterThan(first);
  }

  @Test
  void aCollectionIsReadByKeyAndAlone() {
    journal.commit(Batch.of(put(OTHER, "2"), put(new EntryKey("leases-old", "z"), "no")));
    journal.commit(Batch.of(put(LEASE, "1"), put(new EntryKey("allocations", "z"), "no")));
    assertThat(journal.all("leases")).extracting(Entry::key).containsExactly(LEASE, OTHER);
  }

  @Test
  void anEmptyValueAndALargeOneAreKept() throws Exception {
    var large = new byte[3 << 20];
    for (int i = 0; i < large.length; i++) large[i] = (byte) (i * 31);
    journal.commit(Batch.of(new Change.Put(LEASE, new byte[0]), new Change.Put(OTHER, large)));
    journal = reopen(journal);
    assertThat(journal.find(LEASE).orElseThrow().value()).isEmpty();
    assertThat(journal.find(OTHER).orElseThrow().value()).isEqualTo(large);
  }

  @Test
  void writersAtOnceLoseNothingAndOneAloneWinsAKey() throws Exception {
    var winners = new AtomicInteger();
    var writers = new ArrayList<Thread>();
    for (int writer = 0; writer < 8; writer++) {
      var name = "writer-" + writer;
      writers.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < 25; i++)
                  journal.commit(Batch.of(put(new EntryKey("counts", name + "-" + i), "x")));
                var claim = Batch.of(put(LEASE, name)).onlyIf(new Condition.Absent(LEASE));
                if (journal.commit(claim) instanceof CommitOutcome.Durable)
                  winners.incrementAndGet();
              }));
    }
    for (var writer : writers) writer.join();
    journal = reopen(journal);
    assertThat(journal.all("counts")).hasSize(200);
    assertThat(winners).hasValue(1);
  }

  @Test
  void aWriterThatIsInterruptedStillCommits() {
    Thread.currentThread().interrupt();
    journal.commit(Batch.of(put(LEASE, "held")));
    assertThat(Thread.interrupted()).isTrue();
    journal.commit(Batch.of(put(OTHER, "held")));
    assertThat(text(LEASE)).isEqualTo("held");
  }

  private static Change put(EntryKey key, String value) {
    return new Change.Put(key, value.getBytes(UTF_8));
  }

  private String text(EntryKey key) {
    return new String(journal.find(key).orElseThrow().value(), UTF_8);
  }
}
