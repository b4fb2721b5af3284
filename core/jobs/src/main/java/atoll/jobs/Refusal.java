package atoll.jobs;

/** Why a request must not be run here (Infernet §2.9). */
public sealed interface Refusal {
  record NoServices() implements Refusal {}

  record UnknownService(ServiceName service) implements Refusal {}

  /** The first service of a chain works for other services only. */
  record NotExternal(ServiceName service) implements Refusal {}

  /** A proof is required, and the last service makes none. */
  record NoProof(ServiceName service) implements Refusal {}

  record ClientNotAllowed(ServiceName service) implements Refusal {}

  /**
   * It is larger than any request may be.
   *
   * @param what of it, in the plural
   */
  record TooLarge(String what, long size, long most) implements Refusal {
    /** For people. */
    public String said() {
      return "Job too large: it has %d %s, and %d are the most".formatted(size, what, most);
    }
  }
}
