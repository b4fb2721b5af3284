package atoll.bench;

import atoll.kernel.Ticker;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Elapsed time, and the processor time that this thread has used meanwhile: on a machine that does
 * other things too, what is measured lies between the two.
 */
public final class Stopwatch {
  private static final Ticker CLOCK = System::nanoTime;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final long cpuBegun = THREADS.getCurrentThreadCpuTime();
  private final long begun = CLOCK.nanos();

  /** Nanoseconds. */
  public record Time(long elapsed, long cpu) {
    public double millis() {
      return elapsed / 1e6;
    }

    public double cpuMillis() {
      return cpu / 1e6;
    }

    public double perSecond(long count) {
      return count * 1e9 / elapsed;
    }

    public double perCpuSecond(long count) {
      return count * 1e9 / cpu;
    }
  }

  /** Processor time of the whole process since it began, in nanoseconds. */
  public static long processNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** Nanoseconds so far; any thread may ask. */
  public long elapsed() {
    return CLOCK.nanos() - begun;
  }

  public Time stop() {
    return new Time(elapsed(), THREADS.getCurrentThreadCpuTime() - cpuBegun);
  }
}
