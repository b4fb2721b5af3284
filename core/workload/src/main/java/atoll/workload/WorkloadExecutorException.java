package atoll.workload;

import atoll.kernel.AllocationId;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * The machine, its tools or the workload's image failed while the request itself was sound. Its
 * code is {@link ErrorCode#UNREACHABLE} if a runtime of its own did not answer, which may pass, so
 * that nobody knows how far it came; else {@link ErrorCode#EXECUTOR_FAILED}.
 */
public final class WorkloadExecutorException extends AtollException {
  private final String doing;

  public WorkloadExecutorException(
      String doing, AllocationId allocation, @Nullable Throwable cause) {
    super(code(cause), doing + " for allocation " + allocation.manifestKey(), cause);
    this.doing = doing;
  }

  /** What failed, for whoever knows the workload by another name than its allocation's. */
  public String doing() {
    return doing;
  }

  private static ErrorCode code(@Nullable Throwable cause) {
    return cause instanceof AtollException known && known.code() == ErrorCode.UNREACHABLE
        ? ErrorCode.UNREACHABLE
        : ErrorCode.EXECUTOR_FAILED;
  }
}
