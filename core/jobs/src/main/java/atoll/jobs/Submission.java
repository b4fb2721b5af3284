package atoll.jobs;

/** What became of a request. */
public sealed interface Submission {
  /** It is journaled, and will be run. Also for one that was accepted before under its id. */
  record Accepted(JobId id) implements Submission {}

  /** It must not be run here. */
  record Refused(Refusal reason) implements Submission {}

  /**
   * It is not taken now: there is no room for it, or the disk does not take it.
   *
   * @param why for people
   */
  record Full(String why) implements Submission {}
}
