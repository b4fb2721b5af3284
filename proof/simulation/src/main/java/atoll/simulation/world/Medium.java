package atoll.simulation.world;

import atoll.journal.Batch;
import atoll.journal.CommitOutcome;
import atoll.journal.Entry;
import atoll.journal.EntryKey;
import atoll.journal.InMemoryJournal;
import atoll.journal.Journal;
import atoll.journal.JournalException;
import java.util.List;
import java.util.Optional;

/**
 * What a machine's journal has made durable, whichever process opens it. Commits fail now and then,
 * with or without having been made, and always while the disk is full.
 */
final class Medium {
  private final Journal durable = new InMemoryJournal();
  private final Chance chance;
  private final Tally tally;
  private double failures;
  private boolean full;

  Medium(Chance chance, Tally tally) {
    this.chance = chance;
    this.tally = tally;
  }

  void worsen(double failureRate) {
    failures = failureRate;
  }

  void full(boolean now) {
    full = now;
  }

  /** The journal, as one process has it open. */
  Journal open(Life life) {
    return new Opened(life);
  }

  private final class Opened implements Journal {
    private final Life life;

    Opened(Life life) {
      this.life = life;
    }

    @Override
    public CommitOutcome commit(Batch batch) {
      return life.acting(() -> {
        if (full) {
          tally.count(FaultKind.DISK_WRITE_FAILED);
          throw new JournalException("the disk is full");
        }
        if (chance.happens(failures)) {
          tally.count(FaultKind.DISK_WRITE_FAILED);
          if (chance.happens(0.5)) {
            var _ = durable.commit(batch);
          }
          throw new JournalException("the disk did not take it");
        }
        return durable.commit(batch);
      });
    }

    @Override
    public Optional<Entry> find(EntryKey key) {
      life.touch();
      return durable.find(key);
    }

    @Override
    public List<Entry> all(String collection) {
      life.touch();
      return durable.all(collection);
    }

    @Override
    public void close() {}
  }
}
