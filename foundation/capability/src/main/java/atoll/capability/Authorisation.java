package atoll.capability;

/** What a check of authority answers. Neither case is an error. */
public sealed interface Authorisation {
  record Allowed(Grant grant) implements Authorisation {}

  /**
   * @param explanation for people, without secrets
   */
  record Refused(Refusal reason, String explanation) implements Authorisation {}
}
