package atoll.cli.doctor;

/** One thing that a machine must have, or had better have. */
public interface Check {
  /** A word or two, like {@code docker}. */
  String name();

  /** Looks, for some seconds at most. */
  Finding look() throws InterruptedException;

  /** What was found. */
  enum Level {
    OK,
    /** Something will not work; the rest does. */
    WARN,
    FAIL
  }

  /**
   * @param found a sentence without its full stop
   * @param toDo what the person can do, empty if nothing is to be done
   */
  record Finding(Level level, String found, String toDo) {
    public static Finding ok(String found) {
      return new Finding(Level.OK, found, "");
    }

    public static Finding warn(String found, String toDo) {
      return new Finding(Level.WARN, found, toDo);
    }

    public static Finding fail(String found, String toDo) {
      return new Finding(Level.FAIL, found, toDo);
    }
  }
}
