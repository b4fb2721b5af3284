package atoll.workload;

import atoll.kernel.AllocationId;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import org.jspecify.annotations.Nullable;

/** The machine, its tools or the workload's image failed while the request itself was sound. */
public final class WorkloadExecutorException extends AtollException {
  public WorkloadExecutorException(
      String doing, AllocationId allocation, @Nullable Throwable cause) {
    super(ErrorCode.EXECUTOR_FAILED, doing + " for allocation " + allocation.manifestKey(), cause);
  }
}
