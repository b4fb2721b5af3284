package atoll.jobs;

/** How many jobs are under way, and the bytes that they hold. */
final class Room {
  private final int mostJobs;
  private final long mostBytes;
  private int jobs;
  private long bytes;

  Room(int mostJobs, long mostBytes) {
    this.mostJobs = mostJobs;
    this.mostBytes = mostBytes;
  }

  /** One job of any size fits if it is alone. */
  synchronized boolean take(long size) {
    if (jobs == mostJobs || jobs > 0 && bytes + size > mostBytes) return false;
    takeAnyway(size);
    return true;
  }

  /** For what was promised before a restart. */
  synchronized void takeAnyway(long size) {
    jobs++;
    bytes += size;
  }

  synchronized void giveBack(long size) {
    jobs--;
    bytes -= size;
  }

  synchronized int jobs() {
    return jobs;
  }
}
