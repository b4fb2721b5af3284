package atoll.simulation.world;

import atoll.actor.Dispatcher;
import atoll.journal.Journal;
import atoll.journal.disk.DiskFaults;
import atoll.workload.WorkloadExecutor;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * What stands between production code and its world. Each of them honest, or with one bug planted.
 *
 * @param journal put before the journal of each process that starts
 * @param disk faults of every machine's disk, beside those of the world
 * @param executor put before each executor of it
 * @param fate put before the ways between hosts
 * @param dispatcher put before the turns and timers of each process
 * @param clock put before its wall clock
 * @param random put before its chance
 */
public record Adapters(
    JournalWrap journal,
    DiskFaults disk,
    UnaryOperator<WorkloadExecutor> executor,
    UnaryOperator<Fate> fate,
    UnaryOperator<Dispatcher> dispatcher,
    UnaryOperator<InstantSource> clock,
    UnaryOperator<RandomGenerator> random) {
  public static final Adapters HONEST =
      new Adapters(
          (_, journal) -> journal,
          DiskFaults.NONE,
          UnaryOperator.identity(),
          UnaryOperator.identity(),
          UnaryOperator.identity(),
          UnaryOperator.identity(),
          UnaryOperator.identity());

  /** Puts something before a journal. */
  @FunctionalInterface
  public interface JournalWrap {
    /**
     * @param host whose it is; the same in each of its lives
     */
    Journal around(String host, Journal journal);
  }

  public Adapters journal(JournalWrap wrap) {
    return new Adapters(wrap, disk, executor, fate, dispatcher, clock, random);
  }

  public Adapters disk(DiskFaults faults) {
    return new Adapters(journal, faults, executor, fate, dispatcher, clock, random);
  }

  public Adapters executor(UnaryOperator<WorkloadExecutor> wrap) {
    return new Adapters(journal, disk, wrap, fate, dispatcher, clock, random);
  }

  public Adapters fate(UnaryOperator<Fate> wrap) {
    return new Adapters(journal, disk, executor, wrap, dispatcher, clock, random);
  }

  public Adapters dispatcher(UnaryOperator<Dispatcher> wrap) {
    return new Adapters(journal, disk, executor, fate, wrap, clock, random);
  }

  public Adapters clock(UnaryOperator<InstantSource> wrap) {
    return new Adapters(journal, disk, executor, fate, dispatcher, wrap, random);
  }

  public Adapters random(UnaryOperator<RandomGenerator> wrap) {
    return new Adapters(journal, disk, executor, fate, dispatcher, clock, wrap);
  }
}
