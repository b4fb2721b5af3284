package atoll.simulation.world;

/** Unwinds a process that has just ended, wherever it was. */
public final class Crash extends Error {
  private static final long serialVersionUID = 1;

  Crash(String process) {
    super(process + " has crashed", null, false, false);
  }
}
