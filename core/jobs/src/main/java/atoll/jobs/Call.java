package atoll.jobs;

/**
 * One piece of work for one service.
 *
 * @param input a JSON document
 * @param forChain whether it is part of a job whose answer goes to a chain
 */
public record Call(
    ServiceName service,
    Origin source,
    Destination destination,
    String input,
    boolean requiresProof,
    boolean forChain) {}
