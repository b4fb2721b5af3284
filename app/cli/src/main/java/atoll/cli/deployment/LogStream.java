package atoll.cli.deployment;

import atoll.cli.CliEnvironment;
import atoll.dms.api.AtollApi;
import atoll.dms.api.LogDocument;
import atoll.dms.api.LogEnd;
import atoll.dms.api.LogRequest;
import atoll.kernel.AtollException;
import atoll.kernel.Backoff;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One of the two outputs of an allocation, read from an offset on. Where the node cannot be reached
 * for a while, it goes on where it stopped, so that every byte comes once and in order.
 */
final class LogStream {
  /** About half a minute in all. */
  private static final int TRIES = 8;

  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(8));

  private final AtollApi api;
  private final CliEnvironment.Pause pause;
  private final EnsembleId id;
  private final String allocation;
  private final LogRequest.Stream stream;
  private long next;

  LogStream(
      AtollApi api,
      CliEnvironment.Pause pause,
      EnsembleId id,
      String allocation,
      LogRequest.Stream stream,
      long offset) {
    this.api = api;
    this.pause = pause;
    this.id = id;
    this.allocation = allocation;
    this.stream = stream;
    this.next = offset;
  }

  /**
   * Hands over what there is, and with {@code follow} all that comes.
   *
   * @throws AtollException with {@code UNREACHABLE} if the node stays away
   */
  LogEnd read(boolean follow, Consumer<LogDocument> reader) throws InterruptedException {
    int failed = 0;
    while (true) {
      long before = next;
      try {
        return api.logs(
            id,
            allocation,
            new LogRequest(stream, next, follow),
            chunk -> {
              if (chunk.data().length > 0) reader.accept(chunk);
              next = Math.max(next, chunk.nextOffset());
              return true;
            });
      } catch (AtollException e) {
        if (!follow || e.code() != ErrorCode.UNREACHABLE) throw e;
        failed = next > before ? 1 : failed + 1;
        if (failed >= TRIES) throw e;
      }
      pause.of(PAUSES.afterFailures(failed + 1));
    }
  }
}
