package atoll.workload;

/** How a workload ended. */
public sealed interface Exit {
  /** By itself, with its own code. */
  record Exited(int code) implements Exit {}

  /** By force: asked for, out of time, or over a limit. */
  record Killed(Cause cause) implements Exit {}

  /** The machinery under it broke; {@code why} is for people. */
  record Lost(String why) implements Exit {}

  /** Why a workload was ended by force. */
  enum Cause {
    STOPPED,
    DEADLINE,
    OUT_OF_MEMORY
  }

  /**
   * The code for a shell: its own, 137 if killed by force, 124 if out of time, −1 if lost (DMS
   * §9.1).
   */
  default int code() {
    return switch (this) {
      case Exited(var code) -> code;
      case Killed(var cause) -> cause == Cause.DEADLINE ? 124 : 137;
      case Lost _ -> -1;
    };
  }
}
