package atoll.infernet.chain;

import atoll.chain.Data;
import atoll.jobs.Client;
import atoll.jobs.Destination;
import atoll.jobs.JobId;
import atoll.jobs.JobRequest;
import atoll.jobs.JobStatus;
import atoll.jobs.Jobs;
import atoll.jobs.Origin;
import atoll.jobs.StepResult;
import atoll.jobs.Submission;
import atoll.subscriptions.Due;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs what an interval asks for as a job. An attempt has one job whatever crashes: its name is
 * made of the subscription, the interval, the attempt and what is asked, since a chain that is
 * reorganised may ask something else under the same number.
 */
final class Computation {
  private static final Client CHAIN = new Client("chain");
  private static final InetAddress NOBODY = InetAddress.getLoopbackAddress();

  private final Jobs jobs;
  private final String scope;
  private final AtomicInteger underWay = new AtomicInteger();

  /** What came of it. */
  sealed interface Result {
    record Output(Data input, Data output, Data proof) implements Result {}

    record Failed(String container, String why) implements Result {}

    /** It could not be begun; that is nobody's failure. */
    record Full(String why) implements Result {}
  }

  /**
   * @param scope tells one chain from others
   */
  Computation(Jobs jobs, String scope) {
    this.jobs = jobs;
    this.scope = scope;
  }

  /** Jobs of the chain under way. */
  int underWay() {
    return underWay.get();
  }

  /** Blocks until the containers have answered. */
  Result run(Due<Served> due, Data input) throws InterruptedException {
    var served = due.what();
    var data = served.signed().map(Served.Signed::data).orElseGet(() -> hex(input));
    var id = JobId.of(CHAIN, name(due, data));
    var request =
        new JobRequest(
            CHAIN,
            Optional.of(id),
            served.services(),
            data,
            served.requiresProof(),
            served.signed().isPresent() ? Origin.CLIENT : Origin.CHAIN,
            Destination.CHAIN);
    underWay.incrementAndGet();
    try {
      return switch (jobs.submit(List.of(request), NOBODY).getFirst()) {
        case Submission.Accepted _ -> read(id);
        case Submission.Refused(var reason) -> new Result.Failed("", ChainRules.said(reason));
        case Submission.Full(var why) -> new Result.Full(why);
      };
    } finally {
      underWay.decrementAndGet();
    }
  }

  private String name(Due<Served> due, String data) {
    var posted = due.what().signed().map(one -> one.at().toEpochMilli()).orElse(0L);
    return "%s/%s/%d/%d/%s/%d/%s"
        .formatted(
            scope,
            due.key().text(),
            due.interval(),
            due.attempt(),
            due.what().services(),
            posted,
            data);
  }

  private Result read(JobId id) throws InterruptedException {
    var job = jobs.await(CHAIN, id);
    if (job.isEmpty() || job.get().status() == JobStatus.RUNNING || job.get().results().isEmpty())
      return new Result.Full("its job is not known any more");
    return switch (job.get().results().getLast()) {
      case StepResult.Failure(var service, var error) -> new Result.Failed(service.value(), error);
      case StepResult.Output(var service, var output) ->
          switch (ContainerOutput.read(output)) {
            case ContainerOutput.Failure(var why) -> new Result.Failed(service.value(), why);
            case ContainerOutput.Answer(var in, var out, var proof) ->
                new Result.Output(in, out, proof);
          };
    };
  }

  /**
   * As containers are given it: a JSON string of hexadecimal without {@code 0x} (Infernet §3.1).
   */
  private static String hex(Data input) {
    return '"' + input.hex().substring(2) + '"';
  }
}
