package atoll.infernet.containers;

import atoll.jobs.Answer;
import atoll.jobs.Call;
import atoll.jobs.ChunkReader;
import atoll.jobs.Worker;
import java.util.function.Consumer;

/** Services of which only those are called that are well; for others a call has failed. */
public final class HealthyWorker implements Worker {
  private final Worker worker;
  private final HealthWatch watch;

  public HealthyWorker(Worker worker, HealthWatch watch) {
    this.worker = worker;
    this.watch = watch;
  }

  @Override
  public void call(Call call, Consumer<Answer> then) {
    var trouble = watch.trouble(call.service());
    if (trouble.isPresent()) then.accept(new Answer.Failed(said(trouble.get())));
    else worker.call(call, then);
  }

  @Override
  public StreamEnd stream(Call call, ChunkReader reader) throws InterruptedException {
    var trouble = watch.trouble(call.service());
    return trouble.isPresent()
        ? new StreamEnd.Broken(said(trouble.get()))
        : worker.stream(call, reader);
  }

  private static String said(String trouble) {
    return "it is not healthy, so it was not called: " + trouble;
  }
}
