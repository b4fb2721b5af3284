package atoll.journal.disk;

/**
 * The machine stopped at this point. Whoever simulates it lets this unwind, drops all that was in
 * memory, and goes on with {@link SimulatedDisk#crash}. An error, so that nobody catches it on the
 * way.
 */
public final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1;

  public SimulatedCrash(String where) {
    super(where);
  }
}
