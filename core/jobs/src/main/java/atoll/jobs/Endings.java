package atoll.jobs;

import atoll.actor.Dispatcher;
import atoll.journal.JournalException;
import atoll.kernel.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the ends of jobs durable: all that came meanwhile with one commit, written by whoever came
 * first, so that the others go on. At most as many wait as jobs are under way.
 */
final class Endings {
  private static final Logger LOG = LoggerFactory.getLogger(Endings.class);
  private static final Backoff RETRIES = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
  private static final int MOST_AT_ONCE = 1000;
  private static final long MOST_BYTES = 16 << 20;

  private final JobMemory memory;
  private final Dispatcher dispatcher;
  private final Consumer<Ending> then;
  private final Deque<Ending> waiting = new ArrayDeque<>();
  private boolean writing;
  private boolean closed;

  /** How a job ended. */
  record Ending(JobRecord.Running job, JobRun.Result result) {
    Ending failed(String why) {
      return new Ending(job, JobRun.Result.failed(job.request().services().getFirst(), why));
    }
  }

  /**
   * @param then told of each end once it is durable; until then it has not happened
   */
  Endings(JobMemory memory, Dispatcher dispatcher, Consumer<Ending> then) {
    this.memory = memory;
    this.dispatcher = dispatcher;
    this.then = then;
  }

  /**
   * Returns at once if others are being written, else when all that came until then are durable.
   */
  void add(Ending ending) {
    synchronized (waiting) {
      waiting.add(ending);
      if (writing) return;
      writing = true;
    }
    writeAll(RETRIES.first());
  }

  /** Returns when this one is durable, unless the disk does not take it. */
  void write(Ending ending) {
    synchronized (waiting) {
      if (closed) return;
    }
    try {
      write(new ArrayDeque<>(List.of(ending)));
    } catch (JournalException e) {
      add(ending); // is tried once more, and told if that fails, too
    }
  }

  private void writeAll(Duration retry) {
    Deque<Ending> group = new ArrayDeque<>();
    try {
      for (group = take(); !group.isEmpty(); group = take()) write(group);
    } catch (JournalException e) {
      LOG.warn("the ends of {} jobs cannot be journaled yet: {}", group.size(), e.getMessage());
      putBack(group);
      dispatcher.schedule(retry, () -> writeAll(RETRIES.after(retry)));
    } catch (RuntimeException | Error e) {
      synchronized (waiting) {
        writing = false;
      }
      throw e;
    }
  }

  /** Takes from {@code group} what is durable. */
  private void write(Deque<Ending> group) {
    try {
      memory.end(List.copyOf(group));
      group.forEach(this::tell);
      group.clear();
    } catch (JournalException e) {
      throw e;
    } catch (RuntimeException e) { // one that cannot be written must not keep the rest from it
      while (!group.isEmpty()) {
        var written = writeAlone(group.element());
        group.remove();
        tell(written);
      }
    }
  }

  private Ending writeAlone(Ending ending) {
    try {
      memory.end(List.of(ending));
      return ending;
    } catch (JournalException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("the end of job {} cannot be written", ending.job().id(), e);
      var failed = ending.failed("its end could not be kept: " + e.getMessage());
      memory.end(List.of(failed));
      return failed;
    }
  }

  private void tell(Ending ending) {
    try {
      then.accept(ending);
    } catch (RuntimeException e) {
      LOG.error("telling of the end of job {}", ending.job().id(), e);
    }
  }

  private Deque<Ending> take() {
    var group = new ArrayDeque<Ending>();
    synchronized (waiting) {
      if (closed)
        waiting.clear(); // what is journaled says that they run, so they will be run again
      long bytes = 0;
      for (var next = waiting.peek(); next != null; next = waiting.peek()) {
        bytes += next.result().bytes();
        if (group.size() == MOST_AT_ONCE || !group.isEmpty() && bytes > MOST_BYTES) break;
        group.add(waiting.remove());
      }
      writing = !group.isEmpty();
    }
    return group;
  }

  private void putBack(Deque<Ending> group) {
    synchronized (waiting) {
      group.reversed().forEach(waiting::addFirst);
    }
  }

  /** Writes nothing more. */
  void close() {
    synchronized (waiting) {
      closed = true;
    }
  }
}
