package atoll.simulation.planted;

import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.CommitOutcome;
import atoll.journal.Entry;
import atoll.journal.EntryKey;
import atoll.journal.ForwardingJournal;
import atoll.journal.Journal;
import atoll.journal.JournalException;
import atoll.simulation.world.Adapters;
import atoll.simulation.world.Scenario;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Journals that do not keep their word. */
final class JournalBugs {
  private static final int SOME = 9;

  private JournalBugs() {}

  static List<Bug> all() {
    return List.of(
        bug(
            "journal-acknowledges-early",
            "what a journal acknowledged last is gone after a crash",
            () -> new Forgetful(1)),
        bug(
            "journal-goes-back",
            "a journal opens as it was thirty commits ago",
            () -> new Forgetful(30)),
        bug(
            "journal-drops-a-record",
            "one record in nine is not written, and nobody is told",
            () -> each(Dropping::new)),
        bug(
            "journal-tears-batches",
            "of a batch of changes, only the first is made",
            () -> each(Tearing::new)),
        bug(
            "journal-forgets-reasons",
            "why a deployment is where it is, or nowhere, is not written",
            () -> each(Wordless::new)),
        bug(
            "journal-keeps-what-was-removed",
            "what was removed is there again after a crash",
            () -> each(Keeping::new)),
        bug(
            "journal-flips-a-bit",
            "a value comes back with one bit changed",
            () -> each(Flipping::new)),
        bug(
            "journal-hides-the-newest",
            "the last entry of a collection is not found when it is opened",
            () -> each(Hiding::new)),
        bug(
            "journal-never-recovers",
            "after its first hundred commits a journal refuses all others",
            () -> each(Refusing::new)));
  }

  private static Bug bug(String name, String about, Supplier<Adapters.JournalWrap> wrap) {
    return new Bug(name, about, Scenario.CRASHES, () -> Adapters.HONEST.journal(wrap.get()));
  }

  private static Adapters.JournalWrap each(Function<Journal, Journal> wrap) {
    return (_, journal) -> wrap.apply(journal);
  }

  /** Takes back the last commits whenever a host opens its journal again. */
  private static final class Forgetful implements Adapters.JournalWrap {
    private final int commits;
    private final Map<String, Deque<List<Change>>> undo = new HashMap<>();

    Forgetful(int commits) {
      this.commits = commits;
    }

    @Override
    public Journal around(String host, Journal journal) {
      var steps = undo.computeIfAbsent(host, _ -> new ArrayDeque<>());
      while (!steps.isEmpty()) {
        var _ = journal.commit(new Batch(List.of(), steps.removeLast()));
      }
      return new Other(journal) {
        @Override
        public CommitOutcome commit(Batch batch) {
          var before = new ArrayList<Change>();
          for (var change : batch.changes()) before.add(asItIs(journal, change.key()));
          var outcome = journal.commit(batch);
          if (outcome instanceof CommitOutcome.Durable) steps.addLast(before);
          if (steps.size() > commits) steps.removeFirst();
          return outcome;
        }
      };
    }

    private static Change asItIs(Journal journal, EntryKey key) {
      return journal
          .find(key)
          .<Change>map(entry -> new Change.Put(key, entry.value()))
          .orElseGet(() -> new Change.Remove(key));
    }
  }

  private abstract static class Other extends ForwardingJournal {
    Other(Journal inner) {
      super(inner);
    }

    /** Commits what is left of a batch. */
    CommitOutcome commitOnly(Batch batch, List<Change> left) {
      return left.isEmpty()
          ? new CommitOutcome.Durable()
          : inner.commit(new Batch(batch.conditions(), left));
    }
  }

  private static final class Dropping extends Other {
    private int count;

    Dropping(Journal inner) {
      super(inner);
    }

    @Override
    public CommitOutcome commit(Batch batch) {
      return commitOnly(batch, batch.changes().stream().filter(_ -> ++count % SOME != 0).toList());
    }
  }

  private static final class Tearing extends Other {
    Tearing(Journal inner) {
      super(inner);
    }

    @Override
    public CommitOutcome commit(Batch batch) {
      return commitOnly(batch, batch.changes().subList(0, 1));
    }
  }

  private static final class Wordless extends Other {
    Wordless(Journal inner) {
      super(inner);
    }

    @Override
    public CommitOutcome commit(Batch batch) {
      return commitOnly(
          batch,
          batch.changes().stream()
              .filter(change -> !change.key().collection().equals("deployment-reasons"))
              .toList());
    }
  }

  private static final class Keeping extends Other {
    Keeping(Journal inner) {
      super(inner);
    }

    @Override
    public CommitOutcome commit(Batch batch) {
      return commitOnly(
          batch, batch.changes().stream().filter(Change.Put.class::isInstance).toList());
    }
  }

  private static final class Flipping extends Other {
    private int count;

    Flipping(Journal inner) {
      super(inner);
    }

    @Override
    public List<Entry> all(String collection) {
      return inner.all(collection).stream().map(this::flip).toList();
    }

    private Entry flip(Entry entry) {
      if (++count % SOME != 0 || entry.value().length == 0) return entry;
      var value = entry.value().clone();
      value[value.length / 2] ^= 1;
      return new Entry(entry.key(), value, entry.version());
    }
  }

  private static final class Hiding extends Other {
    Hiding(Journal inner) {
      super(inner);
    }

    @Override
    public List<Entry> all(String collection) {
      var all = inner.all(collection);
      return all.isEmpty() ? all : all.subList(0, all.size() - 1);
    }
  }

  private static final class Refusing extends Other {
    private static final int ENOUGH = 100;
    private int count;

    Refusing(Journal inner) {
      super(inner);
    }

    @Override
    public CommitOutcome commit(Batch batch) {
      if (++count > ENOUGH) throw new JournalException("no more");
      return inner.commit(batch);
    }
  }
}
