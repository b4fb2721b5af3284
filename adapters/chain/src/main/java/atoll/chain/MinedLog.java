package atoll.chain;

/**
 * An event, and where on the chain it stands.
 *
 * @param index among the events of its block
 */
public record MinedLog(Log log, long block, Word transaction, long index) {}
