package atoll.ensemble;

import atoll.ensemble.Execution.RestartPolicy;
import java.util.Locale;

/** What the constants of an ensemble are called in files and on the wire (DMS §6). */
final class WireNames {
  private WireNames() {}

  static String of(RestartPolicy policy) {
    return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String of(AllocationSpec.FailureRecovery recovery) {
    return recovery.name().toLowerCase(Locale.ROOT);
  }

  static String of(NodeSpec.FailureRecovery recovery) {
    return recovery.name().toLowerCase(Locale.ROOT);
  }

  static String of(Ensemble.Escalation escalation) {
    return escalation.name().toLowerCase(Locale.ROOT);
  }

  static String of(atoll.kernel.AllocationType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  static String of(Supervisor.Strategy strategy) {
    return switch (strategy) {
      case ONE_FOR_ONE -> "OneForOne";
      case ALL_FOR_ONE -> "AllForOne";
      case REST_FOR_ONE -> "RestForOne";
    };
  }
}
