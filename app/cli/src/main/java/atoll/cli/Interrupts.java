package atoll.cli;

/** Tells that the person pressed ^C. */
@FunctionalInterface
public interface Interrupts {
  /** Runs {@code action} at ^C instead of ending the program, until the registration is closed. */
  Registration onInterrupt(Runnable action);

  /** Ends with {@link #close}. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /** The process's own signal; what it did before comes back when the registration is closed. */
  static Interrupts ofProcess() {
    return ofProcess("INT");
  }

  /**
   * Another signal in its place.
   *
   * @param name without {@code SIG}
   */
  static Interrupts ofProcess(String name) {
    return action -> {
      var signal = new sun.misc.Signal(name);
      var before = sun.misc.Signal.handle(signal, _ -> action.run());
      return () -> {
        var _ = sun.misc.Signal.handle(signal, before);
      };
    };
  }

  /** Nobody presses anything. */
  static Interrupts none() {
    return _ -> () -> {};
  }
}
