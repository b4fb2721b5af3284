package atoll.journal.disk;

/** Says how each operation on a {@link SimulatedDisk} goes. */
@FunctionalInterface
public interface DiskFaults {
  /** All goes well. */
  DiskFaults NONE = (_, _) -> Fault.NONE;

  /** What is about to happen. */
  enum Operation {
    LIST,
    CREATE,
    OPEN,
    READ,
    WRITE,
    TRUNCATE,
    FORCE,
    RENAME,
    DELETE,
    FORCE_NAMES
  }

  /** How it goes. */
  enum Fault {
    NONE,
    /**
     * An I/O error. A write may have happened in part; what a failed {@link Operation#FORCE} had to
     * write stays readable and never becomes durable, as Linux does it.
     */
    FAIL,
    /** The machine stops before it, or in the middle of a write. */
    CRASH,
    /** {@link Operation#FORCE} and {@link Operation#FORCE_NAMES}: claims success, does nothing. */
    LIE
  }

  Fault next(Operation operation, String file);
}
