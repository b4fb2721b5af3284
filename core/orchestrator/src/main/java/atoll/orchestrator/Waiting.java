package atoll.orchestrator;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** How a caller's own thread waits for providers. */
final class Waiting {
  private Waiting() {}

  static <T> T on(CompletableFuture<T> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new AtollException(ErrorCode.INTERNAL, "waiting for providers", e.getCause());
    }
  }
}
