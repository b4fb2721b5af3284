package atoll.jobs;

/** What became of one service's part of a job. */
public sealed interface StepResult {
  ServiceName service();

  /** What was answered, or why nothing was. */
  String text();

  /**
   * @param output a JSON document, as the service wrote it
   */
  record Output(ServiceName service, String output) implements StepResult {
    @Override
    public String text() {
      return output;
    }
  }

  /**
   * @param error for people
   */
  record Failure(ServiceName service, String error) implements StepResult {
    @Override
    public String text() {
      return error;
    }
  }
}
