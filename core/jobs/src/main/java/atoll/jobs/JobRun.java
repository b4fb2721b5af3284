package atoll.jobs;

import atoll.actor.Dispatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job on its way through its services. The first that fails ends it; one that is not reached is
 * asked again after a pause (Infernet §3.1).
 */
final class JobRun {
  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

  /** All answers of one job together, as JSON; what is journaled at once has a bound. */
  static final int MOST_BYTES = 32 << 20;

  private final JobRequest request;
  private final Worker worker;
  private final Turns turns;
  private final Dispatcher dispatcher;
  private final JobLimits limits;
  private final Consumer<Result> then;
  private final List<StepResult> results = new ArrayList<>();
  private long bytes;

  /**
   * How a job ended.
   *
   * @param bytes of all answers together
   */
  record Result(JobStatus status, List<StepResult> steps, long bytes) {
    static Result failed(ServiceName service, String error) {
      return new Result(
          JobStatus.FAILED, List.of(new StepResult.Failure(service, error)), error.length());
    }
  }

  JobRun(
      JobRequest request,
      Worker worker,
      Turns turns,
      Dispatcher dispatcher,
      JobLimits limits,
      Consumer<Result> then) {
    this.request = request;
    this.worker = worker;
    this.turns = turns;
    this.dispatcher = dispatcher;
    this.limits = limits;
    this.then = then;
  }

  void begin() {
    ask(request.input(), 1);
  }

  private void ask(String input, int attempt) {
    var call = call(request, results.size(), input);
    turns.take(
        call.service(),
        end -> {
          switch (end) {
            case TURN -> put(call, attempt);
            case TOO_LATE -> fail(call, Turns.TOO_LATE);
            case CLOSED -> {} // it goes on once the desk is opened again
          }
        });
  }

  private void put(Call call, int attempt) {
    var answered = new AtomicBoolean();
    Consumer<Answer> once =
        answer -> {
          if (!answered.compareAndSet(false, true)) return;
          turns.giveBack(call.service());
          take(call, attempt, answer);
        };
    try {
      worker.call(call, once);
    } catch (RuntimeException e) {
      LOG.error("calling service {}", call.service(), e);
      once.accept(new Answer.Failed("the node could not call it: " + e.getMessage()));
    }
  }

  static Call call(JobRequest request, int step, String input) {
    boolean last = step == request.services().size() - 1;
    return new Call(
        request.services().get(step),
        step == 0 ? request.origin() : Origin.CLIENT,
        last || request.destination() == Destination.STREAM
            ? request.destination()
            : Destination.CLIENT,
        input,
        request.requiresProof(),
        request.isForChain());
  }

  private void take(Call call, int attempt, Answer answer) {
    switch (answer) {
      case Answer.Output(var output) -> {
        bytes += Utf8.bytes(output);
        if (bytes > MOST_BYTES) {
          fail(call, "the answers of this job are larger than " + MOST_BYTES + " bytes together");
          return;
        }
        results.add(new StepResult.Output(call.service(), output));
        if (results.size() == request.services().size())
          then.accept(new Result(JobStatus.SUCCESS, results, bytes));
        else ask(output, 1);
      }
      case Answer.Failed(var error) -> fail(call, error);
      case Answer.Unreached(var error) -> {
        if (attempt >= limits.tries()) fail(call, error);
        else
          dispatcher.schedule(
              limits.firstPause().multipliedBy(1L << (attempt - 1)),
              () -> ask(call.input(), attempt + 1));
      }
    }
  }

  private void fail(Call call, String error) {
    results.add(new StepResult.Failure(call.service(), error));
    then.accept(new Result(JobStatus.FAILED, results, bytes + error.length()));
  }
}
