package atoll.jobs;

import atoll.kernel.json.CanonicalJson;
import java.io.ByteArrayOutputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job whose answer is passed on while it comes, and kept as {@code {"output": text}}. */
final class StreamRun implements StreamedJob {
  /** Why a stream ended that its node's end cut off. */
  static final String STOPPED = "the node stopped while it streamed";

  private static final Logger LOG = LoggerFactory.getLogger(StreamRun.class);

  private final JobId id;
  private final Call call;
  private final Worker worker;
  private final StreamGate.Pass pass;
  private final int mostBytes;
  private final Consumer<JobRun.Result> then;
  private final AtomicBoolean begun = new AtomicBoolean();

  /**
   * @param pass is left when the stream ends
   */
  StreamRun(
      JobId id,
      Call call,
      Worker worker,
      StreamGate.Pass pass,
      int mostBytes,
      Consumer<JobRun.Result> then) {
    this.id = id;
    this.call = call;
    this.worker = worker;
    this.pass = pass;
    this.mostBytes = mostBytes;
    this.then = then;
  }

  @Override
  public JobId id() {
    return id;
  }

  @Override
  public void run(ChunkReader reader) throws InterruptedException {
    if (!begun.compareAndSet(false, true)) throw new IllegalStateException("it was begun before");
    var kept = new ByteArrayOutputStream();
    var error = "the node failed while it streamed";
    try {
      var keptOut = pass.enter();
      error = keptOut.isPresent() ? keptOut.get() : passOn(reader, kept);
    } catch (TooLongException _) {
      error = "it streamed more than " + mostBytes + " bytes";
    } catch (ReaderGoneException e) {
      error = stops(e) ? STOPPED : "the client went away before the end";
      throw e;
    } catch (InterruptedException e) {
      error = STOPPED;
      throw e;
    } catch (RuntimeException e) {
      LOG.error("streaming job {} from service {}", id, call.service(), e);
      throw e;
    } finally {
      end(result(kept, error));
    }
  }

  /** Why it broke; empty if it did not. */
  private String passOn(ChunkReader reader, ByteArrayOutputStream kept)
      throws InterruptedException {
    var end =
        worker.stream(
            call,
            (buffer, length) -> {
              if (kept.size() + length > mostBytes) throw new TooLongException();
              kept.write(buffer, 0, length);
              reader.bytes(buffer, length);
            });
    return switch (end) {
      case Worker.StreamEnd.Complete() -> "";
      case Worker.StreamEnd.Broken(var why) -> why;
    };
  }

  private void end(JobRun.Result result) {
    pass.leave();
    then.accept(result);
  }

  /** Whether the reader was waited for, until this thread was told to stop. */
  private static boolean stops(ReaderGoneException gone) {
    if (Thread.currentThread().isInterrupted()) return true;
    for (var e = gone.getCause(); e != null; e = e.getCause())
      if (e instanceof InterruptedIOException || e instanceof InterruptedException) return true;
    return false;
  }

  /** Ends it if nobody came to run it. */
  void giveUp() {
    if (begun.compareAndSet(false, true)) end(failed("the client went away before the beginning"));
  }

  private JobRun.Result result(ByteArrayOutputStream kept, String error) {
    if (!error.isEmpty()) return failed(error);
    var output =
        new CanonicalJson(kept.size() + 16)
            .beginObject()
            .name("output")
            .value(kept.toString(StandardCharsets.UTF_8))
            .endObject()
            .toString();
    long bytes = Utf8.bytes(output);
    if (bytes > JobRun.MOST_BYTES)
      return failed("its answer is larger than " + JobRun.MOST_BYTES + " bytes once it is JSON");
    return new JobRun.Result(
        JobStatus.SUCCESS, List.of(new StepResult.Output(call.service(), output)), bytes);
  }

  private JobRun.Result failed(String error) {
    return JobRun.Result.failed(call.service(), error);
  }

  private static final class TooLongException extends RuntimeException {
    TooLongException() {
      super(null, null, false, false);
    }
  }
}
