package atoll.cli.deployment;

import atoll.cli.ExitCode;
import atoll.dms.api.AllocationDocument;
import atoll.dms.api.DeploymentDocument;
import atoll.dms.api.FailureDocument;
import atoll.dms.api.RefusalDocument;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.kernel.EnsembleId;
import java.util.Optional;

/**
 * How a deployment ended; in JSON the last line.
 *
 * @param type always {@code result}
 * @param exitCode what the program ends with
 * @param exitCodeOf {@code task} if that is a workload's own code, {@code plan} if it is from the
 *     program's table
 * @param allocation whose exit code it is
 * @param code why it failed, in one word that stays the same for ever
 * @param message why it failed, for people
 */
public record Outcome(
    String type,
    EnsembleId id,
    int exitCode,
    String exitCodeOf,
    Optional<String> allocation,
    Optional<String> code,
    Optional<String> message,
    Optional<RefusalDocument> refusal) {

  static Outcome of(DeploymentDocument deployment) {
    var failure = deployment.failure();
    var code = failure.map(f -> f.code().wireName());
    var message = failure.map(FailureDocument::message);
    var refusal = deployment.refusal().filter(_ -> failure.isPresent());
    var task = deciding(deployment);
    if (task.isPresent() && (task.get().exitCode().orElse(0) != 0 || failure.isEmpty())) {
      int exit = task.get().exitCode().orElse(0);
      return new Outcome(
          "result",
          deployment.id(),
          exit,
          "task",
          Optional.of(task.get().name()),
          code,
          message,
          refusal);
    }
    return new Outcome(
        "result",
        deployment.id(),
        planned(deployment).number(),
        "plan",
        Optional.empty(),
        code,
        message,
        refusal);
  }

  /** The exit code of the program's own table. */
  static ExitCode planned(DeploymentDocument deployment) {
    if (deployment.failure().isPresent()) return ExitCode.of(deployment.failure().get().code());
    boolean failed =
        deployment.allocations().stream().anyMatch(a -> a.status() == AllocationStatus.FAILED);
    return failed ? ExitCode.FAILED : ExitCode.DONE;
  }

  /**
   * The task whose code counts: of those that have run, the first in start order that is not 0,
   * else the first.
   */
  private static Optional<AllocationDocument> deciding(DeploymentDocument deployment) {
    var ran =
        deployment.allocations().stream()
            .filter(a -> a.type() == AllocationType.TASK && a.exitCode().isPresent())
            .toList();
    return ran.stream()
        .filter(a -> a.exitCode().orElse(0) != 0)
        .findFirst()
        .or(() -> ran.stream().findFirst());
  }
}
