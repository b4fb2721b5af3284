package atoll.journal.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.Entry;
import atoll.journal.EntryKey;
import atoll.journal.JournalException;
import atoll.journal.disk.SimulatedDisk;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is repaired, and what is a refusal to start. */
class DamageTest {
  private static final String FIRST_LOG = "log-0000000000000001";
  private static final Compaction NEVER = new Compaction(Runnable::run, Long.MAX_VALUE);

  private final SimulatedDisk disk = new SimulatedDisk(new Random(1));

  @Test
  void aBitThatTurnedOverIsRefusedWithFileOffsetAndWhatToDo() throws IOException {
    write(5, NEVER);
    disk.flip(FIRST_LOG, 8 * 60);
    assertThat(refusal())
        .hasMessageContaining("simulated/" + FIRST_LOG + " is damaged at byte 40")
        .hasMessageContaining("atoll restore BACKUP --data simulated");
  }

  @Test
  void noBitMayTurnOverUnnoticed() throws IOException {
    write(3, NEVER);
    everyBitIsMissed(FIRST_LOG, 3);
  }

  @Test
  void norInASnapshotAndTheLogBehindIt() throws IOException {
    write(40, new Compaction(Runnable::run, 500));
    for (var file : List.copyOf(disk.files())) everyBitIsMissed(file, 40);
  }

  private void everyBitIsMissed(String file, int entries) throws IOException {
    int bits = 8 * disk.content(file).length;
    for (int bit = 0; bit < bits; bit += bits > 20_000 ? 7 : 1) {
      disk.flip(file, bit);
      try (var journal = open(NEVER)) {
        assertThat(journal.all("numbers")).as("bit %d of %s", bit, file).hasSize(entries);
      } catch (JournalException e) {
        assertThat(e).hasMessageContaining(file).hasMessageContaining("atoll restore");
      }
      disk.flip(file, bit);
    }
    assertThat(open(NEVER).all("numbers")).hasSize(entries);
  }

  @Test
  void aTailThatIsCutAtAnyByteLeavesTheBatchesBeforeIt() throws IOException {
    write(3, NEVER);
    var whole = disk.content(FIRST_LOG);
    int before = 0;
    for (int length = 40; length <= whole.length; length++) {
      disk.replace(FIRST_LOG, Arrays.copyOf(whole, length));
      var journal = open(NEVER);
      int entries = journal.all("numbers").size();
      assertThat(entries).isBetween(before, before + 1);
      before = entries;
      journal.commit(put(100));
      assertThat(open(NEVER).all("numbers")).hasSize(entries + 1);
    }
    assertThat(before).isEqualTo(3);
  }

  @Test
  void sectorsThatWereNeverWrittenAreTheTailOfACrash() throws IOException {
    write(1, NEVER);
    var acknowledged = disk.content(FIRST_LOG);
    var large = new byte[5_000];
    Arrays.fill(large, (byte) 'x');
    var journal = open(NEVER);
    journal.commit(Batch.of(new Change.Put(new EntryKey("numbers", "large"), large)));
    var whole = disk.content(FIRST_LOG);
    int end = whole.length - Group.OVERHEAD; // its seal, which a crash takes too
    for (int sector = 0; sector < end / 512; sector++) {
      var holed = Arrays.copyOf(whole, end);
      int from = Math.max(512 * sector, acknowledged.length);
      Arrays.fill(holed, from, Math.max(from, Math.min(end, 512 * sector + 512)), (byte) 0);
      disk.replace(FIRST_LOG, holed);
      assertThat(open(NEVER).all("numbers")).hasSizeBetween(1, 2);
    }
  }

  @Test
  void butNotIfALaterBatchCountsOnThem() throws IOException {
    write(30, NEVER);
    var holed = disk.content(FIRST_LOG);
    Arrays.fill(holed, 512, 1024, (byte) 0);
    disk.replace(FIRST_LOG, holed);
    assertThat(refusal()).hasMessageContaining("is damaged at byte");
  }

  @Test
  void aNewerFormatIsRefused() throws IOException {
    write(1, NEVER);
    var newer = disk.content(FIRST_LOG);
    newer[9] = 2;
    newer[11] = (byte) ~2;
    disk.replace(FIRST_LOG, newer);
    assertThat(refusal())
        .hasMessageContaining("newer program: it has format 2, and this one reads up to 1");
  }

  @Test
  void aMissingFileIsRefused() throws IOException {
    write(40, new Compaction(Runnable::run, 500));
    var snapshot = disk.files().getLast();
    assertThat(snapshot).startsWith("snapshot");
    disk.delete(snapshot);
    assertThat(refusal()).hasMessageContaining(snapshot + " is missing");
  }

  @Test
  void filesOfOthersAreLeftAlone() throws IOException {
    disk.replace("notes.txt", "mine".getBytes(UTF_8));
    write(1, NEVER);
    assertThat(open(NEVER).all("numbers")).hasSize(1);
    assertThat(disk.files()).contains("notes.txt");
  }

  @Test
  void olderEntriesAreMigratedOnceAndANewerSchemaIsRefused() {
    write(2, NEVER);
    Migration shout = all -> all.apply("numbers").stream().map(DamageTest::shouted).toList();
    try (var migrated = FileJournal.open(disk, List.of(shout), NEVER)) {
      assertThat(migrated.all("numbers"))
          .extracting(entry -> new String(entry.value(), UTF_8))
          .containsExactly("value!", "value!");
    }
    try (var again = FileJournal.open(disk, List.of(shout), NEVER)) {
      assertThat(again.all("numbers").getFirst().value()).asString(UTF_8).isEqualTo("value!");
    }
    assertThat(refusal())
        .hasMessageContaining("newer program: it has schema 2, and this one reads up to 1");
  }

  private static Change shouted(Entry entry) {
    return new Change.Put(entry.key(), (new String(entry.value(), UTF_8) + "!").getBytes(UTF_8));
  }

  @Test
  void aFullDiskRefusesUntilThereIsRoom() {
    var journal = open(NEVER);
    journal.commit(put(1));
    disk.capacity(200);
    assertThatThrownBy(() -> journal.commit(put(2)))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("bytes are free");
    assertThatThrownBy(() -> journal.commit(put(2))).isInstanceOf(JournalException.class);
    assertThat(journal.health()).isInstanceOf(Health.Refusing.class);
    assertThat(journal.all("numbers")).hasSize(1);
    disk.capacity(1 << 20);
    journal.commit(put(3));
    assertThat(journal.health()).isInstanceOf(Health.Writable.class);
    disk.crash();
    assertThat(open(NEVER).all("numbers"))
        .extracting(entry -> entry.key().key())
        .containsExactly("n1", "n3");
  }

  private void write(int entries, Compaction compaction) {
    var journal = open(compaction);
    for (int i = 0; i < entries; i++) {
      journal.commit(put(i));
      journal.commit(put(i));
    }
    disk.kill();
  }

  private FileJournal open(Compaction compaction) {
    return FileJournal.open(disk, List.of(), compaction);
  }

  private static Batch put(int number) {
    return Batch.of(new Change.Put(new EntryKey("numbers", "n" + number), "value".getBytes(UTF_8)));
  }

  private JournalException refusal() {
    return catchThrowableOfType(JournalException.class, () -> open(NEVER));
  }
}
