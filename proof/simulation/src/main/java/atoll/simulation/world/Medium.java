package atoll.simulation.world;

import atoll.journal.Journal;
import atoll.journal.JournalException;
import atoll.journal.disk.DiskFaults;
import atoll.journal.disk.DiskFaults.Fault;
import atoll.journal.disk.DiskFaults.Operation;
import atoll.journal.disk.SimulatedDisk;
import atoll.journal.file.Compaction;
import atoll.journal.file.FileJournal;
import java.util.List;

/**
 * A machine's disk, and the production journal on it. A process may end within any operation of the
 * disk; where the machine lost its power too, what was not forced is there or not. Writes and
 * flushes fail now and then, and all that need room while the disk is full.
 */
final class Medium {
  /** Small, so that logs are rewritten within a world's short life. */
  private static final long REWRITTEN_FROM = 16 << 10;

  private final SimulatedDisk disk;
  private final Chance chance;
  private final Tally tally;
  private final DiskFaults planted;
  private double failures;
  private boolean powerLost;

  /**
   * @param planted asked first, for bugs that are planted
   */
  Medium(Chance chance, Tally tally, DiskFaults planted) {
    this.disk = new SimulatedDisk(chance.random());
    this.chance = chance;
    this.tally = tally;
    this.planted = planted;
  }

  void worsen(double failureRate) {
    failures = failureRate;
  }

  void full(boolean now) {
    disk.capacity(now ? 0 : Long.MAX_VALUE);
  }

  /** The next process finds what was forced, and perhaps some of the rest. */
  void powerLost() {
    powerLost = true;
  }

  /**
   * Opens the journal for a process.
   *
   * @throws JournalException if it is damaged, or the disk refuses
   */
  Journal open(Life life) {
    if (powerLost) disk.crash();
    else disk.kill();
    powerLost = false;
    disk.failBy((operation, file) -> fault(operation, file, life));
    return FileJournal.open(disk, List.of(), new Compaction(life::execute, REWRITTEN_FROM));
  }

  private Fault fault(Operation operation, String file, Life life) {
    if (!life.survivesATouch()) return Fault.CRASH;
    var bug = planted.next(operation, file);
    if (bug != Fault.NONE) return bug;
    if (mayFail(operation) && chance.happens(failures)) {
      tally.count(FaultKind.DISK_WRITE_FAILED);
      return Fault.FAIL;
    }
    return Fault.NONE;
  }

  private static boolean mayFail(Operation operation) {
    return switch (operation) {
      case CREATE, WRITE, TRUNCATE, FORCE, RENAME, DELETE, FORCE_NAMES -> true;
      case LIST, OPEN, READ -> false;
    };
  }
}
