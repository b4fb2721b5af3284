package atoll.journal;

import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * A journal that fails when its test says so; what is in it outlives processes. For tests of those
 * who write into a journal.
 */
public final class FaultyJournal extends ForwardingJournal {
  private IntFunction<Fault> faults = _ -> Fault.NONE;
  private int tried;
  private int made;

  public FaultyJournal() {
    super(new InMemoryJournal());
  }

  public enum Fault {
    NONE,
    /** It throws, and nothing is there. */
    LOST,
    /** It throws, and all of it is there. */
    KEPT
  }

  /**
   * @param when told the number of each commit, from 0
   */
  public FaultyJournal failing(IntFunction<Fault> when) {
    faults = when;
    return this;
  }

  /**
   * The disk is full for some commits.
   *
   * @param when told the number of each commit, from 0
   */
  public FaultyJournal full(IntPredicate when) {
    return failing(number -> when.test(number) ? Fault.LOST : Fault.NONE);
  }

  /** The disk is full from now on, or has room again. */
  public FaultyJournal full(boolean is) {
    return full(_ -> is);
  }

  /** How many commits were tried, those that failed among them. */
  public int tried() {
    return tried;
  }

  /** How many commits are there. */
  public int made() {
    return made;
  }

  @Override
  public CommitOutcome commit(Batch batch) {
    var fault = faults.apply(tried++);
    if (fault != Fault.LOST) {
      var outcome = inner.commit(batch);
      made++;
      if (fault == Fault.NONE) return outcome;
    }
    throw new JournalException("no space left on the disk");
  }

  /** It outlives its processes. */
  @Override
  public void close() {}
}
