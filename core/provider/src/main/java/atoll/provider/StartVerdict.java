package atoll.provider;

import atoll.provider.AllocationRecord.Phase;

/** What it means to be told to run, for an allocation that nobody brings up just now. Pure. */
sealed interface StartVerdict {
  /** Run {@code number} is to be brought up. */
  record Begin(long number) implements StartVerdict {}

  /** That run was brought up before, whatever became of it since. */
  record DoneBefore() implements StartVerdict {}

  /**
   * @param why what the allocation does, in words that follow its name
   */
  record Refused(String why) implements StartVerdict {}

  /**
   * @param wanted the number of the run; 0 for the first, as peers ask that number no runs
   */
  static StartVerdict onStart(AllocationRecord record, long wanted) {
    boolean ended = record.phase() == Phase.ENDED;
    if (wanted <= record.run() && (wanted > 0 || record.run() > 0)) {
      boolean began = record.phase() == Phase.RUNNING || record.startedAt().isPresent();
      if (began && (!ended || wanted > 0)) return new DoneBefore();
      if (ended) return ended(record);
      if (0 < wanted && wanted < record.run()) return new DoneBefore();
    }
    if (ended && (wanted == 0 || !record.holdsRoom())) return ended(record);
    return new Begin(Math.max(wanted, Math.max(1, record.run())));
  }

  /** The same for a restart by a peer that numbers no runs: it must run. */
  static StartVerdict onRestart(AllocationRecord record) {
    return record.phase() == Phase.RUNNING
        ? new Begin(record.run() + 1)
        : new Refused("does not run here");
  }

  /** To find out what a restart of this machine left of it, or to bring it up again. */
  static StartVerdict onTakeUp(AllocationRecord record) {
    return record.phase() == Phase.ENDED ? new Refused("has ended") : new Begin(record.run());
  }

  private static StartVerdict ended(AllocationRecord record) {
    var why = record.ending().map(AllocationRecord.Ending::why).orElse("");
    return new Refused("has ended" + (why.isEmpty() ? "" : ": " + why));
  }
}
