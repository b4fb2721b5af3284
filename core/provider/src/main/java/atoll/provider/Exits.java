package atoll.provider;

import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.protocol.TaskTermination;
import atoll.provider.AllocationRecord.Ending;
import atoll.provider.Endings.Told;
import atoll.workload.Exit;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What the exit of a run means for its allocation, and is told as (DMS §7.6). Pure. */
final class Exits {
  private Exits() {}

  static Ending ending(HostedAllocation allocation, Exit exit, String why, Told told, Instant at) {
    return new Ending(
        status(allocation, exit),
        exit.code(),
        exit instanceof Exit.Killed,
        why,
        at,
        told == Told.BY_ANSWER,
        allocation.order.kept() && !allocation.isStopAsked());
  }

  private static AllocationStatus status(HostedAllocation allocation, Exit exit) {
    return switch (exit) {
      case Exit.Exited _ when allocation.isStopAsked() -> AllocationStatus.TERMINATED;
      case Exit.Exited(var code) when allocation.order.type() == AllocationType.TASK ->
          code == 0 ? AllocationStatus.COMPLETED : AllocationStatus.FAILED;
      case Exit.Exited(var code) -> code == 0 ? AllocationStatus.STOPPED : AllocationStatus.FAILED;
      case Exit.Killed(var cause) ->
          cause == Exit.Cause.STOPPED ? AllocationStatus.TERMINATED : AllocationStatus.FAILED;
      case Exit.Lost _ -> AllocationStatus.FAILED;
    };
  }

  /** What is said of an end to people. */
  static String why(Exit exit) {
    return switch (exit) {
      case Exit.Exited(var code) -> code == 0 ? "" : "exit code " + code;
      case Exit.Killed(var cause) ->
          switch (cause) {
            case STOPPED -> "stopped";
            case DEADLINE -> "ran longer than it may";
            case OUT_OF_MEMORY -> "used more memory than it asked for";
          };
      case Exit.Lost(var text) -> text;
    };
  }

  static TaskTermination termination(AllocationRecord record, Ending ending) {
    return new TaskTermination(
        record.id(),
        ending.status(),
        ending.exitCode(),
        ending.killed(),
        ending.why(),
        Optional.of(record.lease().id()),
        record.run() == 0 ? OptionalLong.empty() : OptionalLong.of(record.run()));
  }
}
