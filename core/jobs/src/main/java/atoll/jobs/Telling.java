package atoll.jobs;

import java.util.List;

/** Tells of jobs what others may see: on the board, among the recent ones, in the counts. */
record Telling(JobBoard board, RecentJobs recent, Tally tally) {
  void begun(JobRecord.Running job) {
    recent.begun(job);
    show(job, new Job(job.id(), JobStatus.RUNNING, List.of()));
  }

  void ended(JobRecord.Running job, JobRun.Result result) {
    recent.ended(job, result.status());
    show(job, new Job(job.id(), result.status(), result.steps()));
    tally.count(new Tally.Ended.Jobs(job.request().isForChain(), result.status()));
    for (var step : result.steps())
      tally.count(
          new Tally.Ended.Calls(
              step.service(),
              switch (step) {
                case StepResult.Output _ -> JobStatus.SUCCESS;
                case StepResult.Failure _ -> JobStatus.FAILED;
              }));
  }

  private void show(JobRecord.Running job, Job now) {
    if (!job.request().isForChain()) board.show(job.client(), now);
  }

  /** Somebody said what became of a job that is not ours. */
  void reported(Client client, Job job, List<ServiceName> services) {
    board.show(client, job);
    if (job.status() == JobStatus.RUNNING) return;
    tally.count(new Tally.Ended.Jobs(false, job.status()));
    services.forEach(service -> tally.count(new Tally.Ended.Calls(service, job.status())));
  }
}
