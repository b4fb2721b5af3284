package atoll.jobs;

/** What became of one service's part of a job. */
public sealed interface StepResult {
  ServiceName service();

  /**
   * @param output a JSON document, as the service wrote it
   */
  record Output(ServiceName service, String output) implements StepResult {}

  /**
   * @param error for people
   */
  record Failure(ServiceName service, String error) implements StepResult {}
}
