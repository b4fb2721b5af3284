package atoll.jobs;

/**
 * One piece of work for one service.
 *
 * @param input a JSON document
 */
public record Call(
    ServiceName service,
    Origin source,
    Destination destination,
    String input,
    boolean requiresProof) {}
