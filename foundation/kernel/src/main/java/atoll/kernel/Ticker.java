package atoll.kernel;

/** Elapsed time, for measuring and waiting; wall time is a {@link java.time.InstantSource}. */
@FunctionalInterface
public interface Ticker {
  /** Nanoseconds since an arbitrary origin, never going back. */
  long nanos();
}
