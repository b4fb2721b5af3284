package atoll.journal.file;

import atoll.journal.Journal;
import atoll.journal.JournalContract;
import atoll.journal.disk.SimulatedDisk;
import java.util.List;
import java.util.Random;

class SimulatedDiskJournalTest extends JournalContract {
  private final SimulatedDisk disk = new SimulatedDisk(new Random(1));

  @Override
  protected Journal open() {
    return FileJournal.open(disk, List.of(), new Compaction(Runnable::run, 100));
  }

  @Override
  protected Journal reopen(Journal killed) {
    disk.crash();
    return open();
  }
}
