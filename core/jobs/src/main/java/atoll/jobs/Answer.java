package atoll.jobs;

/** What came of one call of a service. */
public sealed interface Answer {
  /**
   * @param output a JSON document
   */
  record Output(String output) implements Answer {}

  /** The service had the call, and failed it; asking again would run it twice. */
  record Failed(String error) implements Answer {}

  /** The service never had the call, so it may be asked again. */
  record Unreached(String error) implements Answer {}
}
