package atoll.jobs;

import java.util.List;
import java.util.Optional;

/**
 * What a client asks for.
 *
 * @param id if the client named it, so that asking twice runs it once
 * @param services put to work in this order, each with what the one before answered
 * @param input a JSON document
 */
public record JobRequest(
    Client client,
    Optional<JobId> id,
    List<ServiceName> services,
    String input,
    boolean requiresProof,
    Origin origin,
    Destination destination) {
  /** So that its record, in base64, fits into one batch of the journal. */
  private static final int MOST_INPUT_BYTES = 32 << 20;

  private static final int MOST_SERVICES = 1000;

  public JobRequest {
    services = List.copyOf(services);
  }

  /** From a client, who fetches the answer later. */
  public static JobRequest of(
      Client client, List<ServiceName> services, String input, boolean requiresProof) {
    return new JobRequest(
        client,
        Optional.empty(),
        services,
        input,
        requiresProof,
        Origin.CLIENT,
        Destination.CLIENT);
  }

  public JobRequest named(JobId name) {
    return new JobRequest(
        client, Optional.of(name), services, input, requiresProof, origin, destination);
  }

  /** The same, with the first service's answer passed on while it comes. */
  public JobRequest streamed() {
    return new JobRequest(client, id, services, input, requiresProof, origin, Destination.STREAM);
  }

  boolean isForChain() {
    return destination == Destination.CHAIN;
  }

  /** What of it is more than any request may have. */
  public Optional<Refusal> excess() {
    if (services.size() > MOST_SERVICES)
      return Optional.of(new Refusal.TooLarge("services", services.size(), MOST_SERVICES));
    long bytes = Utf8.bytes(input);
    return bytes > MOST_INPUT_BYTES
        ? Optional.of(new Refusal.TooLarge("bytes of input", bytes, MOST_INPUT_BYTES))
        : Optional.empty();
  }

  /** At most how many bytes its record has. */
  long recordBytes() {
    long names = services.stream().mapToLong(service -> 8 + 6 * Utf8.bytes(service.value())).sum();
    return 2048 + Utf8.bytes(input) * 4 / 3 + names;
  }

  /** About how many bytes of memory it takes. */
  long size() {
    long names = services.stream().mapToLong(service -> 32L + service.value().length()).sum();
    return 256L + input.length() + names;
  }
}
